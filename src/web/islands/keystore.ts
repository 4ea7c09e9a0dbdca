// The device's own signing key. It is born here, cannot be taken out, and numbers what it signs: one device, one key,
// one row of numbers. Browser only; pages import it, give it bytes and get signatures. A page that cannot have a key is
// told why in words, since the answer is then a person's ("use another browser"), not a program's.

/** A device's key as pages use it: `kid` names it in entries, `publicKey` is its 32 raw bytes. */
export interface DeviceKey {
  origin: string;
  publicKey: Uint8Array<ArrayBuffer>;
  kid: Uint8Array<ArrayBuffer>;
  /** True if the browser promised not to clear it away; some browsers ask the person first, so it may answer late. */
  kept: Promise<boolean>;
  /** Burns the next number of this key, from 1, before anything is signed; two tabs never get the same. */
  nextSeq(): Promise<number>;
  /** Signs bytes with Ed25519; 64 bytes. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

/** Why this device has no key. */
export interface NoKey {
  ok: false;
  code: "insecure" | "no-ed25519" | "no-storage";
  vi: string;
  en: string;
}

interface StoredKey {
  origin: string;
  privateKey: CryptoKey;
  publicKey: Uint8Array<ArrayBuffer>;
  nextSeq: number;
}

const DATABASE = "so-nguon-keys";
const KEYS = "keys";
const REFUSALS: Record<NoKey["code"], NoKey> = {
  insecure: {
    ok: false,
    code: "insecure",
    vi: "Trang này chưa được mở qua kết nối bảo mật (https), nên thiết bị không tạo được khóa ký.",
    en: "This page was not opened over a secure connection (https), so the device cannot make a signing key.",
  },
  "no-ed25519": {
    ok: false,
    code: "no-ed25519",
    vi: "Trình duyệt này chưa ký được. Hãy cập nhật trình duyệt, hoặc dùng Chrome, Safari hay Firefox bản mới.",
    en: "This browser cannot sign yet. Update it, or use a recent Chrome, Safari or Firefox.",
  },
  "no-storage": {
    ok: false,
    code: "no-storage",
    vi: "Trình duyệt không cho lưu khóa trên máy này. Hãy tắt chế độ ẩn danh rồi mở lại trang.",
    en: "The browser does not let a key be kept on this device. Leave private browsing and open the page again.",
  },
};

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEYS, { keyPath: "origin" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs one strict-durability transaction and resolves only when it is on disk. */
function transact<T>(db: IDBDatabase, work: (keys: IDBObjectStore, give: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(KEYS, "readwrite", { durability: "strict" });
    let given: { value: T } | undefined;
    transaction.oncomplete = () => (given ? resolve(given.value) : reject(new Error("the key's row is gone")));
    transaction.onabort = () => reject(transaction.error ?? new Error("the key transaction was aborted"));
    work(transaction.objectStore(KEYS), (value) => {
      given = { value };
    });
  });
}

async function generate(origin: string): Promise<StoredKey> {
  const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { origin, privateKey: pair.privateKey, publicKey, nextSeq: 1 };
}

/** Puts the fresh key unless another tab was first; returns the key that is kept. */
function settle(db: IDBDatabase, fresh: StoredKey): Promise<StoredKey> {
  return transact(db, (keys, give) => {
    const request = keys.get(fresh.origin);
    request.onsuccess = () => {
      const standing = request.result as StoredKey | undefined;
      if (!standing) keys.put(fresh);
      give(standing ?? fresh);
    };
  });
}

function burnSeq(db: IDBDatabase, origin: string): Promise<number> {
  return transact(db, (keys, give) => {
    const request = keys.get(origin);
    request.onsuccess = () => {
      const stored = request.result as StoredKey | undefined;
      if (!stored) return; // Nothing given: the transaction completes empty and the caller hears that the key is gone.
      keys.put({ ...stored, nextSeq: stored.nextSeq + 1 });
      give(stored.nextSeq);
    };
  });
}

async function kidOf(publicKey: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const label = new TextEncoder().encode("so-nguon/key/v1\n");
  const bytes = new Uint8Array(label.length + publicKey.length);
  bytes.set(label);
  bytes.set(publicKey, label.length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
}

async function keep(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

/** This device's key for a ledger's origin, made at the first call; or why there is none. */
export async function ensureKey(origin: string): Promise<{ ok: true; key: DeviceKey } | NoKey> {
  if (!globalThis.isSecureContext || !crypto.subtle) return REFUSALS.insecure;
  let db: IDBDatabase;
  try {
    db = await openDatabase();
  } catch {
    return REFUSALS["no-storage"];
  }
  // Made before it is known to be needed: an IndexedDB transaction cannot wait for WebCrypto, and a key costs a millisecond.
  let fresh: StoredKey;
  try {
    fresh = await generate(origin);
  } catch {
    return REFUSALS["no-ed25519"];
  }
  let stored: StoredKey;
  try {
    stored = await settle(db, fresh);
  } catch {
    return REFUSALS["no-storage"];
  }
  const key: DeviceKey = {
    origin,
    publicKey: stored.publicKey,
    kid: await kidOf(stored.publicKey),
    kept: keep(),
    nextSeq: () => burnSeq(db, origin),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", stored.privateKey, bytes)),
  };
  return { ok: true, key };
}
