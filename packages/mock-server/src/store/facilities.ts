/** Facility codes that public sources name; specs/EVIDENCE.md. The service checks against the whole common library. */
export const knownFacilities: readonly string[] = [
  "SNA",
  "NLS",
  "1191",
  "ASGB",
  "1219",
  "1101",
  "SFB",
  "1755",
  "GRA",
  "1901",
  "1774",
  "ODC",
  "KRIS",
  "AHA",
  "NOR",
  "TROA",
];
