// The renderer's declarations name types of browsers that Node's do not have. Only their names
// matter: it is given bytes. Taking the whole of `lib.dom` would give every package a `window`.

interface RequestInfo {
  readonly url: string;
}
type BufferSource = ArrayBufferView | ArrayBuffer;
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
}
