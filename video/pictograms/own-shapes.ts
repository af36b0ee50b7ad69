/** Drawn for Kantoku on the same grid of 24 × 24, where the icon set has nothing that shows the thing. */
export const OWN_SHAPES = {
  earthquake: [
    "M3 12.5l9 -8.5l9 8.5",
    "M5.5 10.5v8.5h4l2 -3l-2.5 -2l3.5 -3.5l-1 -2.5",
    "M18.5 10.5v8.5h-6l1.5 -2.5",
    "M2.5 22h3",
    "M9 22h6",
    "M18.5 22h3",
  ],
  kyusu: [
    "M5.5 10.500h12c1.6 4.5 -.4 8 -3 9.500h-6c-2.6 -1.5 -4.6 -5 -3 -9.500z",
    "M7.5 10.500c.4 -4.2 7.6 -4.2 8 0",
    "M11.5 7.300v-2.3",
    "M18 14.500c2.3 0 1.7 -4.2 4 -5",
    "M5.2 12.500c-4.4 -.6 -3.9 5.5 .8 5",
  ],
  kettle: [
    "M4 20a8 8 0 0 1 16 0z",
    "M6.5 13c-1.5 -11.5 12.5 -11.5 11 0",
    "M12 12v-2",
    "M18.6 15.500l3.4 -3.5",
    "M9.5 16.500h5",
  ],
  yunomi: [
    "M6 10h12l-.8 8.500a2 2 0 0 1 -2 1.800h-6.400a2 2 0 0 1 -2 -1.800z",
    "M9.5 7c-1.2 -1.3 1.2 -2.7 0 -4",
    "M14.5 7c-1.2 -1.3 1.2 -2.7 0 -4",
    "M6.4 14h11.2",
  ],
  "shipping-container": [
    "M3 7.500h18v10h-18z",
    "M6.6 10v5",
    "M10.2 10v5",
    "M13.8 10v5",
    "M17.4 10v5",
    "M5 17.500v1.5",
    "M19 17.500v1.5",
    "M7 7.500l5 -4l5 4",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
