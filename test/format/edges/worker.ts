// The worker that puts the edges to workerd: questions come in as JSON, opinions go out.
import { judge, type Question } from "./judge.ts";

export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await judge((await request.json()) as readonly Question[])),
};
