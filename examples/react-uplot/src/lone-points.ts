/** What uPlot calls a column: `null` breaks the line, `undefined` is a time of another line. */
export type ChartColumn = ArrayLike<number | null | undefined>;

/** Places of values that have no neighbour to draw a line to: without a dot they could not be seen. */
export function lonePoints(column: ChartColumn): number[] {
  const places = Array.from({ length: column.length }, (_, i) => i).filter((i) => column[i] !== undefined);
  const isValue = (place: number | undefined): boolean => place !== undefined && column[place] !== null;
  return places.filter((place, n) => isValue(place) && !isValue(places[n - 1]) && !isValue(places[n + 1]));
}
