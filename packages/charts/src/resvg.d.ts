// What of the renderer is used here. Its own declarations do not compile without those of a browser,
// which would give every package a `window`.

export declare function initWasm(bytes: Uint8Array): Promise<void>;

export declare class Resvg {
  constructor(
    svg: string,
    options: {
      readonly font: {
        readonly fontBuffers: readonly Uint8Array[];
        readonly defaultFontFamily: string;
      };
    },
  );
  render(): { asPng(): Uint8Array; free(): void };
  free(): void;
}
