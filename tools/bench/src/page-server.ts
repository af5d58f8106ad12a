// A process that serves ready pages of points, in both formats: `page-server.ts <pages> <points a page>`.
import { createJsonBody, createProtobufBody } from "./bodies.ts";
import { createPoints, slicePoints } from "./points.ts";
import { serve } from "./serve.ts";

const [pageCount = 0, pageSize = 0] = process.argv.slice(2).map(Number);
const totalCount = pageCount * pageSize;
const points = createPoints(totalCount);
const pages = Array.from({ length: pageCount }, (_, page) => {
  const ofPage = slicePoints(points, page * pageSize, (page + 1) * pageSize);
  const options = { totalCount, ...(page + 1 < pageCount && { continuationToken: String(page + 1) }) };
  return { json: createJsonBody(ofPage, options), protobuf: createProtobufBody(ofPage, options) };
});

serve((request, response) => {
  const page = Number(new URL(request.url!, "http://localhost").searchParams.get("continuationToken") ?? 0);
  const { json, protobuf } = pages[page]!;
  const isJson = request.headers.accept === "application/json";
  const body = isJson ? json : protobuf;
  response.writeHead(200, {
    "content-type": isJson ? "application/json" : "application/protobuf",
    "content-length": body.byteLength,
  });
  response.end(body);
});
