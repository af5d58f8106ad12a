import type { MetadataComponents, MetadataOperationId, MetadataOperationTypes } from "@omnia-timeseries/ims/operations";
import type { Answer } from "../call.ts";
import { Refusal } from "../refusal.ts";
import type { Handlers } from "../served-api.ts";
import { isSameFacility } from "../store/facilities.ts";
import { imsTagFields } from "../store/ims-tag.ts";
import type { ImsTag } from "../store/ims-tag.ts";
import { matchesWildcard } from "../store/wildcard.ts";
import { takePage } from "../take-page.ts";
import type { MetadataCall, MetadataHandler } from "./call.ts";

type TagPage = MetadataComponents["schemas"]["MetadataPagedResponse_v2"];
type PagedId = Exclude<MetadataOperationId, "GetMetadataByUid" | "GetFacets">;

function wrapTags(items: ImsTag[], count: number, continuationToken: string | null): Answer<TagPage> {
  return { statusCode: 200, body: { data: { items }, links: null, count, continuationToken } };
}

/** One page of the tags that `accepts` lets through. */
function listTags(
  call: Pick<MetadataCall<PagedId>, "operationId" | "path" | "query" | "body" | "ims">,
  accepts: (tag: Required<ImsTag>) => boolean,
): Answer<TagPage> {
  const all = call.ims.tags.filter(({ tag }) => accepts(tag));
  const { items, continuationToken } = takePage(call, call.query, all);
  return wrapTags(
    items.map(({ tag }) => tag),
    all.length,
    continuationToken,
  );
}

/** A plant is named by its SAP code, its STID code, or both, such as `1755-gra`; in any case. */
function isInPlant({ plantSapCode, plantStidCode }: ImsTag, plant: string): boolean {
  return (
    [plantSapCode, plantStidCode].some((code) => isSameFacility(plant, code)) ||
    plant.toLowerCase() === `${plantSapCode}-${plantStidCode}`.toLowerCase()
  );
}

const getMetadataByUid: MetadataHandler<"GetMetadataByUid"> = ({ ims, path }) => {
  const found = ims.tags.find(({ tag }) => tag.uid === path.uid);
  if (found === undefined) throw new Refusal(404, `Tag '${path.uid}' not found.`);
  return wrapTags([found.tag], 1, null);
};

/** By any field of a tag; tags that do not have it are not counted. */
const getFacets: MetadataHandler<"GetFacets"> = ({ ims, path: { facet } }) => {
  const field = imsTagFields.find((name) => name.toLowerCase() === facet.toLowerCase());
  if (field === undefined) {
    throw new Refusal(400, `Parameter 'facet': must be one of ${imsTagFields.join(", ")}.`);
  }
  const counts = new Map<string, number>();
  for (const { tag } of ims.tags) {
    const value = tag[field];
    if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const items = [...counts].map(([value, count]) => ({ [field]: value, count }));
  return { statusCode: 200, body: { data: { items } } };
};

/** Whether a tag has every field of one of the elements. */
const searchMultiple: MetadataHandler<"SearchMultiple"> = (call) =>
  listTags(call, (tag) =>
    call.body.some((fields) =>
      Object.entries(fields).every(([field, value]) => (tag as Readonly<Record<string, unknown>>)[field] === value),
    ),
  );

/** What IMS Metadata answers. */
export const metadataHandlers: Handlers<MetadataOperationTypes, MetadataOperationId> = {
  GetMetadata: (call) => listTags(call, () => true),
  SearchMultiple: searchMultiple,
  GetSearch: (call) =>
    listTags(
      call,
      ({ tag, uid }) =>
        (call.query.tag === undefined || matchesWildcard(call.query.tag, tag)) &&
        (call.query.uid === undefined || call.query.uid === uid),
    ),
  GetSearchByTag: (call) => listTags(call, ({ tag }) => matchesWildcard(call.path.tag, tag)),
  GetMetadataByUid: getMetadataByUid,
  GetFacets: getFacets,
  GetMetadataByPlant: (call) => listTags(call, (tag) => isInPlant(tag, call.path.plant)),
  GetMetadataByTag: (call) => listTags(call, (tag) => isInPlant(tag, call.path.plant) && tag.tag === call.path.tag),
};
