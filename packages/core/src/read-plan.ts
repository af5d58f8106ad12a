/**
 * The plan of a read: which windows of which series are asked for next, by what was seen so far. Pure: a state and a
 * page give the next state, and nothing else counts. Everything that reads more than one page goes by it.
 */

/** A window of one series that one request asks for, or is about to. */
export interface ReadPart {
  /** Which series of the read, from 0. */
  readonly series: number;
  /** ns since 1970-01-01T00:00:00Z, included. */
  readonly from: bigint;
  /** Excluded. */
  readonly to: bigint;
  /** How many rows are thought to be in it; undefined where nobody knows yet. */
  readonly expected: number | undefined;
  /** Asked for as if it began here. By default where it does. */
  readonly turn?: bigint | undefined;
  /** How many rows of it came already; the token goes on behind them. */
  readonly read?: number | undefined;
  readonly token?: string | undefined;
}

/** Parts of one series each, asked for together. */
export interface PlannedRequest {
  readonly number: number;
  readonly parts: readonly ReadPart[];
  /** Most rows of each part. */
  readonly limit: number;
}

/** What an answer held of a part. */
export interface SeenPart {
  readonly rows: number;
  /** The times of the first and the last row. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  /** How many rows the window of the part has, where the service says so. */
  readonly total: number | undefined;
  /** Nothing more is asked of this series. */
  readonly isRefused?: boolean | undefined;
}

export interface SeenPage {
  readonly request: PlannedRequest;
  /** In the order of the request. */
  readonly parts: readonly SeenPart[];
  readonly token: string | undefined;
}

export interface ReadRules {
  /** Most rows of one series in one answer. */
  readonly pageSize: number;
  /** How many requests are under way side by side. */
  readonly parallel: number;
  /** Most series in one request; 1 where each series has a request of its own. */
  readonly seriesPerRequest: number;
  /** Most rows of all series of a request. */
  readonly rowsPerRequest: number;
  /**
   * Whether a window may be cut at any time and its parts read by themselves. Where they may not, as where an answer
   * depends on what lies around it, pages are continued by tokens.
   */
  readonly canSplit: boolean;
  /** How far behind a row the next one can be: the length of an interval, 1 for points. Parts are whole multiples of it. */
  readonly step: bigint;
}

export interface ReadState {
  readonly rules: ReadRules;
  /** In the order in which they are asked for. */
  readonly waiting: readonly ReadPart[];
  readonly underWay: readonly PlannedRequest[];
  /** How many requests were made. */
  readonly requests: number;
}

/** Of the rows that a page has room for: parts are never as even as one thinks, and a part that overflows costs a request. */
const fullness = 0.9;

/** One part a series; those of a read that goes on begin where it ended. */
export function beginRead(
  rules: ReadRules,
  windows: readonly { readonly from: bigint; readonly to: bigint }[],
): ReadState {
  const waiting = windows.flatMap(({ from, to }, series): ReadPart[] =>
    from < to ? [{ series, from, to, expected: undefined }] : [],
  );
  return { rules, waiting, underWay: [], requests: 0 };
}

export const isReadAll = ({ waiting, underWay }: ReadState): boolean => waiting.length === 0 && underWay.length === 0;

/** How many parts a window is cut into at once, for each request that may be under way. */
const partsPerRequest = 2;

/**
 * A window as parts that follow each other, each with room for the rows that are expected of it, and one with the rest.
 * They are as long as the rows that were seen last let expect: what lies far ahead may be denser, or empty.
 *
 * @param rowNs how far apart rows are
 */
function cutPart(part: ReadPart & { readonly expected: number }, rowNs: number, rules: ReadRules): readonly ReadPart[] {
  const { series, from, to, expected } = part;
  const perPart = Math.floor(rules.pageSize * fullness);
  const count = Math.min(partsPerRequest * rules.parallel, Math.ceil(expected / perPart));
  if (expected <= rules.pageSize || rules.parallel === 1) return [part];
  const width = (BigInt(Math.ceil(perPart * rowNs)) / rules.step + 1n) * rules.step;
  const parts: ReadPart[] = [];
  for (let start = from; start < to; start += width) {
    const isRest = parts.length === count - 1 || start + width >= to;
    const left = Math.max(perPart, expected - parts.length * perPart);
    if (isRest) {
      // Before the others: how they go on is then known by the time that they have come.
      parts.push({ series, from: start, to, expected: left, turn: from });
      break;
    }
    parts.push({ series, from: start, to: start + width, expected: perPart });
  }
  return parts;
}

/** Whether a part may share a request: it is small, or nobody knows yet, and needs no token. */
function isSmall({ expected = 0, token }: ReadPart, { rowsPerRequest, seriesPerRequest }: ReadRules): boolean {
  return token === undefined && expected <= Math.floor(rowsPerRequest / seriesPerRequest);
}

/** The parts of the next request: the first one that waits, and with a small one small ones of other series. */
function chooseParts(waiting: readonly ReadPart[], rules: ReadRules): readonly ReadPart[] {
  const [first] = waiting;
  if (first === undefined) return [];
  if (rules.seriesPerRequest === 1 || !isSmall(first, rules)) return [first];
  const chosen = new Map<number, ReadPart>();
  for (const part of waiting) {
    if (chosen.size === rules.seriesPerRequest) break;
    if (isSmall(part, rules) && !chosen.has(part.series)) chosen.set(part.series, part);
  }
  return [...chosen.values()];
}

/**
 * @param room how many more requests may begin
 * @returns what to ask for now
 */
export function nextRequests(
  state: ReadState,
  room: number = state.rules.parallel - state.underWay.length,
): { readonly state: ReadState; readonly requests: readonly PlannedRequest[] } {
  const { rules } = state;
  let { waiting } = state;
  const requests: PlannedRequest[] = [];
  while (requests.length < room && waiting.length > 0) {
    const parts = chooseParts(waiting, rules);
    const limit = Math.min(rules.pageSize, Math.floor(rules.rowsPerRequest / parts.length));
    requests.push({ number: state.requests + requests.length + 1, parts, limit });
    const taken = new Set(parts);
    waiting = waiting.filter((part) => !taken.has(part));
  }
  const underWay = [...state.underWay, ...requests];
  return { state: { rules, waiting, underWay, requests: state.requests + requests.length }, requests };
}

/** How far apart the rows of a page are, in ns. */
function rowDistance({ first, last, rows }: SeenPart): number {
  return first === undefined || last === undefined || rows < 2 ? 1 : Number(last - first) / (rows - 1);
}

/**
 * How many rows are left behind the last one: by the service's count, or as dense as what was seen where the page was
 * full. One that ended early says nothing of what follows.
 */
function estimateRest({ to }: ReadPart, read: number, seen: SeenPart, limit: number): number {
  const { rows, last, total } = seen;
  if (last === undefined) return 0;
  if (total !== undefined && total > read) return total - read;
  return rows < limit ? 0 : Math.ceil(Number(to - last) / Math.max(1, rowDistance(seen)));
}

/**
 * What is still to be read of a part. A count never ends a read, as the service does not say what it counts; only the
 * absence of a token does.
 */
function restOf(part: ReadPart, seen: SeenPart, { request, token }: SeenPage, rules: ReadRules): readonly ReadPart[] {
  const { last, isRefused = false } = seen;
  if (isRefused || token === undefined) return [];
  const { series, to } = part;
  const read = (part.read ?? 0) + seen.rows;
  const expected = estimateRest(part, read, seen, request.limit);
  const isAlone = request.parts.length === 1;
  if (last !== undefined && rules.canSplit && (!isAlone || (expected > rules.pageSize && rules.parallel > 1))) {
    const from = last + rules.step;
    return from < to ? cutPart({ series, from, to, expected }, rowDistance(seen), rules) : [];
  }
  // The token of a request for many is not one of this part: without a row to go on behind, it is asked for alone.
  return [isAlone ? { ...part, expected, read, token } : { ...part, expected: rules.rowsPerRequest }];
}

/** One series after the other, each from its beginning on. */
function compareTurns(a: ReadPart, b: ReadPart): number {
  const [left, right] = [a.turn ?? a.from, b.turn ?? b.from];
  return a.series - b.series || Number(left > right) - Number(left < right);
}

/** The state after an answer. What is left of its parts is asked for before what comes later. */
export function seePage(state: ReadState, page: SeenPage): ReadState {
  const refused = new Set(
    page.request.parts.filter((_, i) => page.parts[i]!.isRefused === true).map(({ series }) => series),
  );
  const rest = page.request.parts.flatMap((part, i) => restOf(part, page.parts[i]!, page, state.rules));
  const waiting = [...rest, ...state.waiting].filter(({ series }) => !refused.has(series));
  return {
    ...state,
    waiting: waiting.toSorted(compareTurns),
    underWay: state.underWay.filter(({ number }) => number !== page.request.number),
  };
}

/** The time before which everything of a series is read; undefined where all of it is. */
export function readUpTo({ waiting, underWay }: ReadState, series: number): bigint | undefined {
  let first: bigint | undefined;
  for (const part of [...waiting, ...underWay.flatMap(({ parts }) => parts)]) {
    if (part.series === series && (first === undefined || part.from < first)) first = part.from;
  }
  return first;
}
