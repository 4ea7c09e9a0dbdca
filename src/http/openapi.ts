// GET /openapi.json (OpenAPI 3.1): generated from the schemas that the handlers use and from the closed list of problems. One row here for
// each resource; test/http/openapi.test.ts compares the rows with what is mounted.
import { z } from "zod";
import { FREEZE_LIMIT } from "../format/entry.ts";
import { SEQUENCE_BYTES, SEQUENCE_ENTRIES } from "./entries.ts";
import { PROBLEM_TYPE, problemDocument } from "./problems.ts";
import * as resource from "./resources.ts";

type Content = { readonly type: string; readonly schema?: z.ZodType; readonly binary?: true };

type Parameter = { readonly type: "integer" | "string"; readonly says: string };

const integer = (says: string): Parameter => ({ type: "integer", says });
const word = (says: string): Parameter => ({ type: "string", says });

/** One method of one path. `demo`: mounted in the demo alone. `page`: a browser that navigates gets a page instead. */
export type Operation = {
  readonly method: "get" | "post" | "delete";
  readonly path: string;
  readonly vi: string;
  readonly en: string;
  readonly request?: readonly Content[];
  readonly answer: readonly Content[];
  readonly status?: number;
  readonly query?: Readonly<Record<string, Parameter>>;
  readonly token?: true;
  /** Asks for the cookie of a session. */
  readonly session?: true;
  readonly demo?: true;
};

const TEXT: Content = { type: "text/plain" };
const BYTES: Content = { type: "application/octet-stream", binary: true };
const json = (schema: z.ZodType): Content => ({ type: "application/json", schema });

export const OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/entries",
    vi: "Gửi mục sổ đã ký",
    en: `Submit signed entries. application/cose: one COSE_Sign1 of at most ${FREEZE_LIMIT} bytes; the answer is its receipt as C2SP tlog-proof text with the headers so-nguon-index and so-nguon-verdict ("accepted", or the code of the problem that an observation was kept with), or as JSON where Accept names application/json; a refusal is a problem. application/cbor-seq: at most ${SEQUENCE_ENTRIES} entries and ${SEQUENCE_BYTES} bytes; the answer is a JSON array with a receipt or a problem for each in order. The same bytes sent again get the receipt of the same index.`,
    request: [
      { type: "application/cose", binary: true },
      { type: "application/cbor-seq", binary: true },
    ],
    answer: [TEXT, json(z.union([resource.receipt, resource.answers]))],
  },
  {
    method: "get",
    path: "/log/checkpoint",
    vi: "Mốc xác nhận sổ mới nhất",
    en: "The newest tree head (C2SP tlog-checkpoint): cosigned where entry 0 names witnesses, else signed by the log",
    answer: [TEXT],
  },
  { method: "get", path: "/log/vkey", vi: "Các khóa kiểm tra của sổ", en: "The log's verifier keys", answer: [TEXT] },
  {
    method: "get",
    path: "/log/keys",
    vi: "Ai ký mốc xác nhận sổ: mục 0 và các việc thay khóa, kèm bằng chứng",
    en: "Who signs tree heads: entry 0 and what the roots have put in force since, as a court bundle",
    answer: [BYTES],
  },
  {
    method: "get",
    path: "/log/proof/{index}",
    vi: "Bằng chứng một mục nằm trong sổ",
    en: "A fresh C2SP tlog-proof of an entry, against the newest cosigned head that covers it, without the leaf unless the monitors' token is given",
    answer: [TEXT, json(resource.receipt)],
  },
  {
    method: "get",
    path: "/log/tile/{tile}",
    vi: "Ô băm của sổ (C2SP tlog-tiles)",
    en: "Tiles of the log (C2SP tlog-tiles), partial ones too; entries/… are bundles and need the monitors' token",
    answer: [BYTES],
    token: true,
  },
  {
    method: "get",
    path: "/log/changes",
    vi: "Các mục mới từ một vị trí, cho đơn vị giám sát",
    en: "Leaves from an index on, at most 256, for monitors (token): JSON with the kind of each, or as application/octet-stream a C2SP entry bundle; the header so-nguon-next says where to go on",
    query: { since: integer("the first index wanted") },
    answer: [json(resource.changes), BYTES],
    token: true,
  },
  {
    method: "get",
    path: "/decisions",
    vi: "Kết quả kiểm soát thanh toán, mới nhất trước",
    en: "Signed results of payment control, newest first",
    query: { limit: integer("1 to 1000, 200 when absent"), before: integer("results below this index") },
    answer: [json(resource.decisions)],
  },
  {
    method: "get",
    path: "/slips/{slip}",
    vi: "Phần công khai của một phiếu",
    en: "The public side of a slip, by its log index or printed code",
    answer: [json(resource.publicSlip)],
  },
  {
    method: "get",
    path: "/claims/{annex}",
    session: true,
    vi: "Số liệu kiểm soát của một hồ sơ",
    en: "A claim as the book stands, for its parties and its treasury (session)",
    answer: [json(resource.claimReview)],
  },
  {
    method: "get",
    path: "/findings/{index}",
    session: true,
    vi: "Phạm vi của một kết luận kiểm tra: cần dừng gì, cần thu hồi gì",
    en: "What a finding touches: what to stop and what to recover, for authorities and inspectors; a treasury sees the results of its projects (session)",
    answer: [json(resource.findingReach)],
  },
  {
    method: "get",
    path: "/signals",
    session: true,
    vi: "Cảnh báo: mức cần xử lý trước, cũ trước",
    en: "Signals, the most pressing first and the oldest first among them: for authorities and inspectors; a treasury sees those of its projects (session)",
    query: {
      state: word("open, closed or all; open when absent"),
      subject: word('what they are about, such as "slip/12"'),
      after: word("where to go on: the `next` of the page before"),
      limit: integer("1 to 200, 50 when absent"),
    },
    answer: [json(resource.signalList)],
  },
  {
    method: "get",
    path: "/entries/{index}/bundle",
    session: true,
    vi: "Hồ sơ chứng cứ của một phiếu hoặc một kết quả, kiểm tra được không cần mạng",
    en: "The court bundle of a slip or a payment result, verified offline (docs/format.md): for its parties, treasuries, authorities and inspectors (session)",
    answer: [BYTES],
  },
  {
    method: "get",
    path: "/verify.html",
    vi: "Trang kiểm tra hồ sơ chứng cứ, lưu về máy vẫn dùng được",
    en: "The page that verifies court bundles, also from a disk with no network",
    answer: [{ type: "text/html" }],
  },
  {
    method: "post",
    path: "/session/challenge",
    vi: "Xin chuỗi thử thách để đăng nhập",
    en: "A challenge to sign, good once and for two minutes",
    answer: [json(resource.challenge)],
  },
  {
    method: "post",
    path: "/session",
    vi: "Đăng nhập bằng khóa thiết bị",
    en: 'Open a session with a signature over "so-nguon/session/v1\\n" ‖ origin ‖ "\\n" ‖ challenge',
    request: [json(resource.signIn)],
    answer: [json(resource.session)],
  },
  {
    method: "get",
    path: "/session",
    session: true,
    vi: "Phiên đang mở",
    en: "Whose session this is",
    answer: [json(resource.session)],
  },
  {
    method: "delete",
    path: "/session",
    session: true,
    vi: "Đăng xuất",
    en: "End the session",
    status: 204,
    answer: [],
  },
  {
    method: "post",
    path: "/session/sign-out",
    session: true,
    vi: "Đăng xuất rồi về trang đầu",
    en: "End the session, then to the first page",
    status: 303,
    answer: [],
  },
  {
    method: "post",
    path: "/demo/persona",
    vi: "Vào vai một nhân vật của bản dùng thử",
    en: "Take a persona's place",
    request: [json(resource.choosePersona)],
    answer: [json(resource.session)],
    demo: true,
  },
  {
    method: "post",
    path: "/demo/enrol",
    vi: "Đăng ký khóa của trình duyệt cho một nhân vật",
    en: "Register this browser's key for a persona's party",
    request: [json(resource.enrol)],
    status: 201,
    answer: [json(resource.receipt)],
    demo: true,
  },
  {
    method: "get",
    path: "/problems/{code}",
    vi: "Ý nghĩa của một mã lỗi",
    en: "What a problem code means",
    answer: [json(resource.problemType)],
  },
  { method: "get", path: "/openapi.json", vi: "Tài liệu này", en: "This document", answer: [json(z.looseObject({}))] },
  {
    method: "get",
    path: "/healthz",
    vi: "Tiến trình đang chạy; các phiên bản quy tắc mà chương trình biết",
    en: "The process runs; the versions of the rules that it knows",
    answer: [TEXT],
  },
  {
    method: "get",
    path: "/readyz",
    vi: "Sổ sẵn sàng nhận",
    en: "The newest head is signed, intake is not halted and the database takes writes; else 503 and the reason",
    answer: [TEXT],
  },
  {
    method: "get",
    path: "/metrics",
    vi: "Số đo cho giám sát vận hành",
    en: "Prometheus text; in the demo open, elsewhere with the token for metrics, which opens nothing else",
    answer: [TEXT],
    token: true,
  },
];

/** The document; `demo` leaves the demo's doors in, `cookie` is the name of a session's. */
export function openApi(demo: boolean, cookie: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    if (operation.demo && !demo) continue;
    const at = paths[operation.path] ?? {};
    at[operation.method] = describe(operation);
    paths[operation.path] = at;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sổ Nguồn",
      version: "0.1.0",
      summary: "A ledger of lawful origin for sand, gravel, stone and fill in public works",
    },
    paths,
    components: {
      schemas: schemas(),
      responses: {
        Problem: { description: "RFC 9457", content: { [PROBLEM_TYPE]: { schema: reference("Problem") } } },
      },
      securitySchemes: {
        monitor: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: cookie },
      },
    },
  };
}

function describe(operation: Operation): Record<string, unknown> {
  const { path, vi, en, request, answer, status = 200, query = {}, token, session } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query).map(([name, { type, says }]) => ({
    name,
    in: "query",
    description: says,
    schema: { type },
  }));
  return {
    summary: vi,
    description: en,
    ...(inPath.length + inQuery.length > 0 ? { parameters: [...inPath, ...inQuery] } : {}),
    ...(request ? { requestBody: { required: true, content: contentOf(request) } } : {}),
    ...(token ? { security: [{}, { monitor: [] }] } : {}),
    ...(session ? { security: [{ session: [] }] } : {}),
    responses: {
      [status]: { description: en.split(/[.;(]/)[0], ...(answer.length > 0 ? { content: contentOf(answer) } : {}) },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function contentOf(contents: readonly Content[]): Record<string, unknown> {
  return Object.fromEntries(
    contents.map(({ type, schema, binary }) => [
      type,
      { schema: schema ? schemaOf(schema) : binary ? {} : { type: "string" } },
    ]),
  );
}

/** Named schemas are referred to; a union of them likewise. */
function schemaOf(schema: z.ZodType): unknown {
  const id = schema.meta()?.id;
  if (id !== undefined) return reference(id);
  if (schema instanceof z.ZodUnion) return { anyOf: schema.options.map((option) => schemaOf(option as z.ZodType)) };
  return z.toJSONSchema(schema);
}

function reference(id: string): { $ref: string } {
  return { $ref: `#/components/schemas/${id}` };
}

function schemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const schema of [problemDocument, ...Object.values(resource)]) {
    const id = schema.meta()?.id;
    if (id !== undefined) registry.add(schema as z.ZodType, { id });
  }
  const made = z.toJSONSchema(registry, { uri: (id) => reference(id).$ref }).schemas;
  return Object.fromEntries(
    Object.entries(made).map(([id, schema]) => {
      const { $schema: _, $id: __, id: ___, ...rest } = schema as Record<string, unknown>;
      return [id, rest];
    }),
  );
}
