// The parts of the Workers runtime that this service uses. Written by hand because the full typings redeclare fetch and its kin
// for every file of the project, and the browser's and Node's are wanted there.
declare module "cloudflare:workers" {
  /** Durable key-value storage of one object; a reply waits until everything written before it is on disk. */
  export type DurableObjectStorage = {
    get<T>(key: string): Promise<T | undefined>;
    put<T>(key: string, value: T): Promise<void>;
    /** Resolves when all that was put is on disk. */
    sync(): Promise<void>;
    /** When the object's one alarm rings, Unix milliseconds; null where none is set. */
    getAlarm(): Promise<number | null>;
    setAlarm(atMs: number): Promise<void>;
  };

  export type DurableObjectState = { readonly storage: DurableObjectStorage };

  /** An object of which the world holds one by each name; its public methods are called by RPC. */
  export abstract class DurableObject<Env> {
    protected readonly ctx: DurableObjectState;
    protected readonly env: Env;
    constructor(ctx: DurableObjectState, env: Env);
  }

  export type DurableObjectNamespace<T> = { getByName(name: string): T };

  export type ExecutionContext = { waitUntil(work: Promise<unknown>): void };
}
