import { badToken, decodeContinuationToken, encodeContinuationToken } from "./continuation-token.ts";

/** One page of a list. */
export interface ListPage<T> {
  readonly items: T[];
  readonly continuationToken: string | null;
}

/**
 * The page of `all` that a query asks for; a token goes with the same operation, path, filters and body only.
 *
 * @param all ascending by `sequence`, filtered already
 * @throws Refusal 400 for a token of another question
 */
export function takePage<T extends { readonly sequence: number }>(
  { operationId, path, body }: { readonly operationId: string; readonly path: unknown; readonly body: unknown },
  query: { readonly limit: number; readonly continuationToken?: string },
  all: readonly T[],
): ListPage<T> {
  const { limit, continuationToken, ...filters } = query;
  const scope = [operationId, JSON.stringify([path, body]), JSON.stringify(filters, Object.keys(filters).toSorted())];
  let from = 0;
  if (continuationToken !== undefined) {
    const [sequence] = decodeContinuationToken(scope, continuationToken) ?? [];
    if (sequence === undefined) throw badToken();
    from = Number(sequence);
  }
  const rest = all.filter(({ sequence }) => sequence >= from);
  const next = rest[limit];
  return {
    items: rest.slice(0, limit),
    continuationToken: next === undefined ? null : encodeContinuationToken(scope, [BigInt(next.sequence)]),
  };
}
