import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { validateParameter } from "./validate-parameter.ts";
import { validateText } from "./validate-text.ts";

/** A series by its id. */
export interface SeriesById {
  /** GUID of the series. */
  readonly id: string;
  readonly facility?: undefined;
  readonly name?: undefined;
  readonly terminal?: undefined;
}

/** A series by its name at a facility, for which no id is needed. */
export interface SeriesByName {
  /** Code of the facility, in any case; an equivalent code also finds it. */
  readonly facility: string;
  readonly name: string;
  /** For tags with more than one. */
  readonly terminal?: string | undefined;
  readonly id?: undefined;
}

export type SeriesSelector = SeriesById | SeriesByName;

const idRule = findParameter(dataOperations.GetData, "id");

/** What errors call it. */
export function describeSeries(series: SeriesSelector): string {
  return series.id === undefined ? `${series.name} of facility ${series.facility}` : series.id;
}

/** @throws OmniaError `invalid-argument` where a name has no facility */
export function validateSeriesByName({ facility, name }: Pick<SeriesByName, "facility" | "name">, place = ""): void {
  validateText(name, `${place}name`, "a series is named by its name and its facility");
  validateText(facility, `${place}facility`, "a name needs its facility, since another may have the same name");
}

/**
 * @param place where it stands, such as `items[3].`
 * @throws OmniaError `invalid-argument` for what names no series, or names it twice
 */
export function validateSeries(series: SeriesSelector, place: string): void {
  const { id, facility, name, terminal } = series;
  if (series.id === undefined && (facility !== undefined || name !== undefined)) {
    validateSeriesByName(series, place);
    return;
  }
  validateParameter(idRule, id, `${place}id`);
  if (facility !== undefined || name !== undefined || terminal !== undefined) {
    throw new OmniaError(
      "invalid-argument",
      `${place}id: stands beside a name. Give either the id, or facility and name.`,
    );
  }
}
