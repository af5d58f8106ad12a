/** `2024-01-01 00:00:00.25`: a time of the API as people read it, in UTC, without zeros that say nothing. */
export function formatTime(time: string): string {
  const [seconds, fraction = ""] = time.replace("T", " ").slice(0, -1).split(".");
  const digits = fraction.replace(/0+$/, "");
  return digits === "" ? seconds! : `${seconds}.${digits}`;
}

/** Seven digits are more than any sensor has, and no `0.30000000000000004`. */
export function formatValue(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** `+1 d 2 h`, `−15 min`: an offset in words; the smallest part is a second. */
export function formatOffset(offsetMs: number): string {
  let rest = Math.round(Math.abs(offsetMs) / 1000);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.length === 0 ? "real time" : `${offsetMs < 0 ? "−" : "+"}${parts.join(" ")}`;
}

/** OPC's quality in a word, and the number. Bad is what GetPlot counts as bad. */
export function formatQuality(status: number): string {
  return status < 192 ? `× bad ${status}` : status === 192 ? "good" : `good ${status}`;
}

/** Such as `statusCode 503, retryAfterSeconds 1`. */
export function formatFault(fault: object): string {
  return Object.entries(fault)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}
