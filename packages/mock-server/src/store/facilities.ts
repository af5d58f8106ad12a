/**
 * Facilities that public sources name, each by its codes (specs/EVIDENCE.md): the SAP code and the STID code where
 * a source shows both. The service checks against the whole common library.
 */
const knownFacilities: readonly (readonly string[])[] = [
  ["1191", "ASGB"],
  ["1755", "GRA"],
  ["1774", "ODC"],
  ["SNA"],
  ["NLS"],
  ["1219"],
  ["1101"],
  ["SFB"],
  ["1901"],
  ["KRIS"],
  ["AHA"],
  ["NOR"],
  ["TROA"],
];

const keys: ReadonlyMap<string, string> = new Map(
  knownFacilities.flatMap((codes) => codes.map((code) => [code.toLowerCase(), codes[0]!.toLowerCase()] as const)),
);

/** Whether the common library has this code, in any case. */
export function isKnownFacility(code: string): boolean {
  return keys.has(code.toLowerCase());
}

/** What all codes of one facility have in common, in any case. */
export function facilityKey(code: string): string {
  const lower = code.toLowerCase();
  return keys.get(lower) ?? lower;
}

/** Whether two codes mean one facility; a facility that is not set is none. */
export function isSameFacility(one: string, other: string | null | undefined): boolean {
  return other !== null && other !== undefined && facilityKey(one) === facilityKey(other);
}
