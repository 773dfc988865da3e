import { list, oneOf, port, text } from './parsers.js';
import type { Setting, SettingWithDefault } from './setting.js';

/** How the HTTP server listens. */
export const HTTP_SETTINGS: {
  readonly host: SettingWithDefault<string>;
  readonly port: SettingWithDefault<number>;
  readonly allowedHosts: SettingWithDefault<readonly string[]>;
  readonly allowedOrigins: SettingWithDefault<readonly string[]>;
  readonly trustedProxies: SettingWithDefault<readonly string[]>;
  readonly tlsCert: Setting<string>;
  readonly tlsKey: Setting<string>;
  readonly logFormat: SettingWithDefault<'text' | 'json'>;
} = {
  host: {
    flag: 'host',
    env: ['LOXONE_MCP_HOST'],
    meaning: 'address to listen on',
    parse: text,
    fallback: '127.0.0.1',
  },
  port: {
    flag: 'port',
    env: ['LOXONE_MCP_PORT'],
    meaning: 'port to listen on',
    parse: port,
    fallback: 3001,
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    env: ['LOXONE_MCP_ALLOWED_HOSTS'],
    meaning: 'host names that clients may use in addition to loopback ones, separated by commas',
    parse: list,
    fallback: [],
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    env: ['LOXONE_MCP_ALLOWED_ORIGINS'],
    meaning: 'web origins that may call the server from a browser, separated by commas',
    parse: list,
    fallback: [],
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    env: ['LOXONE_MCP_TRUSTED_PROXIES'],
    meaning: 'addresses or networks of reverse proxies with TLS in front, separated by commas',
    parse: list,
    fallback: [],
  },
  tlsCert: {
    flag: 'tls-cert',
    env: ['LOXONE_MCP_TLS_CERT'],
    meaning:
      'file of the certificate chain (PEM): serves HTTPS, and takes up a renewed file by itself',
    parse: text,
  },
  tlsKey: {
    flag: 'tls-key',
    env: ['LOXONE_MCP_TLS_KEY'],
    meaning: 'file of the private key of that certificate (PEM)',
    parse: text,
  },
  logFormat: {
    flag: 'log-format',
    env: ['LOXONE_MCP_LOG_FORMAT'],
    meaning: 'how the log on standard error is written: text for people, json for programs',
    parse: oneOf(['text', 'json']),
    fallback: 'text',
  },
};
