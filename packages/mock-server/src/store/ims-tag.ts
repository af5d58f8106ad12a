import type { MetadataComponents } from "@omnia-timeseries/ims/operations";
import { sha1 } from "../sha1.ts";

/** A tag of a historian, as IMS Metadata answers it. Source: specs/ims-metadata/openapi.yaml, `MetadataItem_v2`. */
export type ImsTag = MetadataComponents["schemas"]["MetadataItem_v2"];

/** A tag that the server starts with; its `id` follows from `uid`. */
export interface ImsTagOptions extends Omit<ImsTag, "id"> {
  readonly uid: string;
  readonly tag: string;
  readonly systemCode: string;
  readonly plantSapCode: string;
}

/** Every field, so that none is missing in an answer. */
const emptyTag: Required<ImsTag> = {
  id: null,
  uid: null,
  imsType: null,
  systemCode: null,
  recordId: null,
  plantSapCode: null,
  plantStidCode: null,
  tag: null,
  terminal: null,
  isDefaultTerminal: null,
  description: null,
  engUnits: null,
  standardUnit: null,
  source: null,
  type: null,
  sourceTag: null,
  stepped: null,
  changeDate: null,
  creationDate: null,
  currentValueDate: null,
  compressed: null,
  compressionDeviation: null,
  compressionMaximum: null,
  compressionMinimum: null,
  compressionDeviationPercent: null,
  plantArea: null,
  significantDigit: null,
  maxTimeInterval: null,
  fieldId: null,
};

/** The names of a tag's fields. */
export const imsTagFields: readonly (keyof ImsTag)[] = Object.keys(emptyTag) as (keyof ImsTag)[];

/** The tag as it is stored. The id is the SHA-1 of the uid. Source: specs/ims-metadata/openapi.yaml. */
export function completeTag(tag: ImsTagOptions): Required<ImsTag> {
  return { ...emptyTag, ...tag, id: sha1(tag.uid) };
}
