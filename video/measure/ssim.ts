const WINDOW = 8;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** Structural similarity of two grey pictures of one size (Wang et al. 2004, 8×8 windows): 1 is the same. */
export function ssim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  let sum = 0;
  let windows = 0;
  for (let y = 0; y + WINDOW <= height; y += WINDOW) {
    for (let x = 0; x + WINDOW <= width; x += WINDOW) {
      sum += windowSsim(a, b, y * width + x, width);
      windows++;
    }
  }
  return windows === 0 ? 1 : sum / windows;
}

function windowSsim(a: Uint8Array, b: Uint8Array, origin: number, width: number): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = 0; y < WINDOW; y++) {
    for (let x = 0; x < WINDOW; x++) {
      const pixelA = a[origin + y * width + x] ?? 0;
      const pixelB = b[origin + y * width + x] ?? 0;
      sumA += pixelA;
      sumB += pixelB;
      sumAA += pixelA * pixelA;
      sumBB += pixelB * pixelB;
      sumAB += pixelA * pixelB;
    }
  }
  const n = WINDOW * WINDOW;
  const [meanA, meanB] = [sumA / n, sumB / n];
  const variances = sumAA / n - meanA * meanA + (sumBB / n - meanB * meanB);
  const covariance = sumAB / n - meanA * meanB;
  const luminance = (2 * meanA * meanB + C1) / (meanA * meanA + meanB * meanB + C1);
  return luminance * ((2 * covariance + C2) / (variances + C2));
}
