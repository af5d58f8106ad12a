export {
  CompactDatapointsDtoSchema,
  CompactDatapointsItemSchema,
  CompactDataPointValueSchema,
  file_timeseries,
} from "./gen/timeseries_pb.ts";
export type { CompactDatapointsDto, CompactDatapointsItem, CompactDataPointValue } from "./gen/timeseries_pb.ts";
