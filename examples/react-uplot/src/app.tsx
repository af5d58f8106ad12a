import { useCallback } from "react";
import type { ReactElement } from "react";
import { Measurements } from "./measurements.tsx";
import type { Plant } from "./plant.ts";
import { ReadingView } from "./reading-view.tsx";
import { useReading } from "./use-reading.ts";

export function App({ client, facility, assetId, timeZone }: Plant): ReactElement {
  const readList = useCallback(
    (signal: AbortSignal) => client.readTimeseries({ facility, assetId }, { signal }).all({ maxItems: 1000 }),
    [client, facility, assetId],
  );
  const [reading, tryAgain] = useReading(readList);

  return (
    <main>
      <h1>{assetId}</h1>
      <ReadingView reading={reading} tryAgain={tryAgain} what={`the measurements of ${assetId}`}>
        {(list) =>
          list.length === 0 ? (
            <p>There are no measurements of {assetId}, or you may not see any of them.</p>
          ) : (
            <Measurements client={client} timeZone={timeZone} list={list} />
          )
        }
      </ReadingView>
    </main>
  );
}
