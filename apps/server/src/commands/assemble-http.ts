import { serveHttp } from '../http/serve-http.js';
import { type AssembleParts, httpParts } from './http-parts.js';

/** The HTTP side, running. */
export interface AssembledHttp {
  readonly url: string;
  /** @returns A link by which whoever has it signs in, once, within ten minutes. */
  adminLink(): Promise<string>;
  close(): Promise<void>;
}

/** Puts the HTTP side together and starts it. */
export async function assembleHttp(parts: AssembleParts): Promise<AssembledHttp> {
  const { serve, links, stopEvents, close } = httpParts(parts);
  const service = await serveHttp(serve);
  return {
    url: service.url,
    adminLink: async () => {
      const { code } = await links.create();
      return `${service.url}/admin/sign-in#code=${code}`;
    },
    close: async () => {
      stopEvents();
      await service.close();
      await close();
    },
  };
}
