/** Status codes of points that are documented; others occur. Source: the service's wiki, by EVIDENCE.md. */
export const quality = {
  good: 192,
  questionable: 64,
  bad: 0,
  substituted: 24,
  uncertainSubstituteValue: 8,
  badSubstituteValue: 60,
} as const;

/** Whether a status is documented as good, which only 192 is. How far it can be relied on depends on the source. */
export function isGood(status: number): boolean {
  return status === quality.good;
}
