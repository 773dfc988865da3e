/** Where and for whom the HTTP server listens, as `HTTP_SETTINGS` resolve. */
export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** File of the certificate chain; with `tlsKey`, or not at all. */
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
}
