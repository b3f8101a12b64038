/** What the ids of everything that the conversion to 4.0 makes start with. */
export const MADE_BY_CONVERSION = "pcmk__3_10_upgrade-";
