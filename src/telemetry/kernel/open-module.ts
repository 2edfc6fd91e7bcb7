/** The memory of a module: it grows, and then all views of it have to be made anew. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Assembly {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

const pageBytes = 65_536;
/** What was compiled once is not compiled again. */
const modules = new Map<string, object>();

/**
 * Compiles a module that was written down as text, which takes a millisecond or two.
 *
 * @returns null where there is no WebAssembly, or one without vectors of 128 bits: everything is then read in TypeScript, more slowly
 */
export function openModule<T>(code: string): (T & { readonly memory: KernelMemory }) | null {
  const assembly: Assembly | undefined = Reflect.get(globalThis, "WebAssembly");
  if (assembly === undefined) return null;
  try {
    const module = modules.get(code) ?? new assembly.Module(Buffer.from(code, "base64"));
    modules.set(code, module);
    const instance = new assembly.Instance(module, {});
    return instance.exports as T & { readonly memory: KernelMemory };
  } catch {
    // An engine that cannot run the module; what the module does is done without it too.
    return null;
  }
}

/** Makes a memory at least so large; what it held stays where it was. */
export function growMemory(memory: KernelMemory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}
