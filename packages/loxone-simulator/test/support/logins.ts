import type { Simulator } from '../../src/index.js';
import {
  type ClientSession,
  decrypt,
  encrypt,
  type Hash,
  importKey,
  loginHash,
  newSession,
  type Padding,
  sealSession,
} from './client-crypto.js';
import { type Answered, member, parse, RawSocket } from './raw-socket.js';
import { get, PASSWORD, USER } from './simulators.js';

export const CLIENT_UUID = '098802e1-02b4-603c-ffffeee000d80cfd';

/** How a client speaks. */
export interface Speech {
  readonly mode: 'plain' | 'enc' | 'fenc';
  readonly padding?: Padding;
  /** HMAC, where it is not the one that the box names. */
  readonly hmac?: Hash;
  readonly getToken?: 'getjwt' | 'gettoken';
  readonly password?: string;
  readonly user?: string;
  readonly permission?: number;
}

/** A socket with a session key: it can send commands as its client does. */
export class Talk {
  readonly socket: RawSocket;
  readonly session: ClientSession;
  readonly speech: Speech;
  /** The one-time key that came with the key exchange. */
  readonly firstKey: string;
  salt = 'aabb';

  constructor(socket: RawSocket, session: ClientSession, firstKey: string, speech: Speech) {
    this.socket = socket;
    this.session = session;
    this.firstKey = firstKey;
    this.speech = speech;
  }

  wrap(command: string, mode: Speech['mode'] = this.speech.mode): string {
    if (mode === 'plain') return command;
    const sealed = encrypt(this.session, `salt/${this.salt}/${command}`, this.speech.padding);
    return `jdev/sys/${mode}/${encodeURIComponent(sealed)}`;
  }

  /** Sends a command and reads its answer, whatever the mode. */
  async ask(command: string, mode: Speech['mode'] = this.speech.mode): Promise<Answered> {
    const text = await this.socket.request(this.wrap(command, mode));
    return parse(mode === 'fenc' ? decrypt(this.session, text) : text);
  }
}

/** Connects and exchanges keys; without a key exchange for plain speech. */
export async function connect(simulator: Simulator, speech: Speech): Promise<Talk> {
  const socket = await RawSocket.open(simulator.url);
  const session = newSession();
  if (speech.mode === 'plain') return new Talk(socket, session, '', speech);
  const { value } = parse((await get(simulator, 'jdev/sys/getPublicKey', {})).body);
  const sealed = sealSession(session, importKey(String(value)));
  const exchanged = await socket.answer(`jdev/sys/keyexchange/${sealed}`);
  return new Talk(socket, session, decrypt(session, String(exchanged.value)), speech);
}

/** Asks for a token. */
export async function requestToken(talk: Talk): Promise<Answered> {
  const { user = USER, password = PASSWORD, permission = 4, getToken = 'getjwt' } = talk.speech;
  const { value } = await talk.ask(`jdev/sys/getkey2/${encodeURIComponent(user)}`);
  const named: Hash = member(value, 'hashAlg') === 'SHA256' ? 'sha256' : 'sha1';
  const hash = loginHash({
    user,
    password,
    salt: member(value, 'salt'),
    key: member(value, 'key'),
    passwordHash: named,
    hmac: talk.speech.hmac ?? named,
  });
  const info = encodeURIComponent('a test');
  return talk.ask(
    `jdev/sys/${getToken}/${hash}/${encodeURIComponent(user)}/${permission}/${CLIENT_UUID}/${info}`,
  );
}

/** A socket that is logged in, and its token. */
export async function login(
  simulator: Simulator,
  speech: Speech = { mode: 'enc' },
): Promise<{ readonly talk: Talk; readonly token: string; readonly granted: Answered }> {
  const talk = await connect(simulator, speech);
  const granted = await requestToken(talk);
  return { talk, granted, token: member(granted.value, 'token') };
}

/** A socket that is logged in and has read the whole dump. */
export async function subscribe(simulator: Simulator): Promise<Talk> {
  const { talk } = await login(simulator);
  await talk.ask('jdev/sps/enablebinstatusupdate');
  return talk;
}
