/** A camera move takes the whole scene: spread over a longer one it is too slow to be seen. */
export const LONGEST_MOVE_SECONDS = 12;
