import type { Schema } from "../door/schema.ts";

const text: Schema = { type: "string" };
const number: Schema = { type: "number" };
const count = { type: "integer", minimum: 0 } as const;
/** As a plant may have them. */
const tagCount = { type: "integer", minimum: 1, maximum: 100_000 } as const;
const time = { type: "string", pattern: "^-?\\d{1,19}$" } as const;
const base64 = { type: "string", pattern: "^[A-Za-z0-9+/]*={0,2}$" } as const;
const guid = { type: "string", pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" } as const;

/** All of them are required, and no others are allowed. */
function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", additionalProperties: false, required: Object.keys(properties), properties };
}

function array(items: Schema): Schema {
  return { type: "array", items };
}

function record(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

/** What an API answers, with properties that are never null here. */
function answer(reference: string, properties: Readonly<Record<string, Schema>> = {}): Schema {
  return { $ref: reference, required: Object.keys(properties), properties };
}

const points = object({ count, time: base64, value: base64, status: base64 });

const subscriptions = object({
  created: count,
  all: array(object({ sequence: count, customerId: text, key: text, expiresMs: { type: ["number", "null"] } })),
});

/** Of a data file, whose `format` and `version` are right. The names of documents are those of `src/gen/`. */
export const dataSchema: Schema = object({
  format: text,
  version: count,
  seed: number,
  clock: { anyOf: [object({ offsetMs: number }), object({ frozenMs: number })] },
  plants: array(object({ facility: text, tags: tagCount, startTime: text })),
  ims: object({
    tags: array(answer("ims-metadata#/components/schemas/MetadataItem_v2", { uid: text, systemCode: text })),
    quotas: record(count),
    subscriptions: array(
      object({
        sequence: count,
        systemCode: text,
        subscription: answer("ims-subscriptions#/components/schemas/SubscriptionCompleteModel"),
      }),
    ),
    created: count,
  }),
  alarmEvents: object({
    facilities: array(text),
    entries: array(
      object({
        facility: text,
        time,
        actionTime: { anyOf: [time, { type: "null" }] },
        event: answer("alarm-events#/components/schemas/EventModel"),
      }),
    ),
  }),
  streaming: subscriptions,
  realTime: subscriptions,
  routing: subscriptions,
  destinations: array(object({ api: text, customerId: text, connectionString: text })),
  signIn: array(
    object({
      tenantId: text,
      disabled: array(text),
      revocations: record(object({ lastNumber: count, time: number, challenge: { type: "boolean" } })),
      issued: count,
      consents: array(object({ clientId: text, userId: text })),
      present: { type: ["string", "null"] },
    }),
  ),
  store: object({
    created: count,
    facilities: array(text),
    goneIds: array(guid),
    series: array(
      object({
        sequence: count,
        metadata: answer("timeseries#/components/schemas/TimeseriesItem", { id: guid, name: text, facility: text }),
        history: array(answer("timeseries#/components/schemas/MetadataChangesItem")),
        points,
        removed: array(object({ start: time, end: time })),
      }),
    ),
    enqueued: array(object({ dueMs: number, id: guid, points })),
  }),
});
