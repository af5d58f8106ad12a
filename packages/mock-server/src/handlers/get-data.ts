import type { Handler } from "./call.ts";
import { badToken } from "./continuation-token.ts";
import { findSeries } from "./find-series.ts";
import { createItem, readSeriesPage, readWindow } from "./raw-points.ts";
import { continueReading, resumeReading, startReading } from "./reading-progress.ts";

export const getData: Handler<"GetData"> = ({ store, path, query, nowMs }) => {
  const { continuationToken: token, limit, includeOutsidePoints } = query;
  const identities = [path.id.toLowerCase()];
  const progress = token === undefined ? startReading(nowMs, 1) : resumeReading(identities, token);
  if (progress === undefined) throw badToken();
  const window = readWindow(query, (name) => `Parameter '${name}'`, progress.nowMs);
  const series = findSeries(store, path.id);
  const position = progress.positions[0]!;
  const page = readSeriesPage(series, query.status, { ...window, limit, includeOutsidePoints, position });
  return {
    datapoints: {
      items: [createItem(series, page.columns, page.totalCount)],
      ...continueReading(identities, progress.nowMs, [page.next]),
    },
  };
};
