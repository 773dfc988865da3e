import { join } from 'node:path';
import type { Approval, ApprovalEnd, ApprovalRequest, ApprovalVerdict } from '@gatehouse/core';
import { damaged, unavailable, unsafe } from '../file-errors.js';
import type { FileSystem } from '../file-system.js';
import { errorCode } from '../file-system.js';
import type { Publication, PublishOptions } from '../publish-file.js';
import { publishFile } from '../publish-file.js';
import { ensurePrivateDirectory, readPrivateFile } from '../safe-file.js';
import { formatPart, parseEnd, parseRequest, parseVerdict } from './approval-content.js';
import type { ApprovalPart } from './approval-names.js';
import {
  APPROVAL_PARTS,
  approvalFileName,
  isApprovalLeftover,
  parseApprovalFileName,
} from './approval-names.js';

/*
 * Why this holds.
 *
 * Each step of a request is a file of its own that appears whole or not at all, and that only one can
 * create (`publishFile`). Nothing is ever rewritten, so there is no lock, and nothing to lose by a
 * process that is killed or paused. Forgetting removes the request first: what is left without its
 * request means nothing, and a verdict never outlives the knowledge that it was used.
 */

/** Where the files are, and how they are written. */
export interface ApprovalFilesSetting extends PublishOptions {
  readonly directory: string;
  readonly fileSystem: FileSystem;
}

/** A process that was killed may have left half a file so long ago that nobody is writing it any more. */
const LEFT_BEHIND_AFTER_MS = 60_000;
/** Somebody may sweep a file that is being written after a pause; more often is no accident. */
const ATTEMPTS = 5;

/** The files of one directory. */
export class ApprovalFiles {
  readonly #setting: ApprovalFilesSetting;

  constructor(setting: ApprovalFilesSetting) {
    this.#setting = setting;
  }

  /** @returns Whether this call created it. */
  async create(
    id: string,
    part: ApprovalPart,
    content: ApprovalRequest | ApprovalVerdict | ApprovalEnd,
  ): Promise<boolean> {
    const { directory, fileSystem } = this.#setting;
    await ensurePrivateDirectory(fileSystem, directory);
    await this.#assertDirectory();
    const path = this.#path(id, part);
    let publication: Publication = 'swept';
    for (let attempt = 0; publication === 'swept' && attempt < ATTEMPTS; attempt += 1) {
      publication = await publishFile(path, formatPart(content), this.#setting);
    }
    if (publication === 'swept') {
      const cause = Object.assign(new RangeError('swept away'), { code: 'ENOENT' });
      throw unavailable(path, 'could not be created', cause);
    }
    return publication === 'published';
  }

  /** @returns `undefined` when there is no such request, or it was removed while this looked. */
  async read(id: string): Promise<Approval | undefined> {
    const request = await this.#readPart(id, 'request', (text) => parseRequest(text, id));
    if (request === undefined) {
      return undefined;
    }
    const verdict = await this.#readPart(id, 'verdict', parseVerdict);
    const end = await this.#readPart(id, 'end', parseEnd);
    // Whoever forgets a request takes it away first: looked at again, it tells whether the rest counts.
    const path = this.#path(id, 'request');
    if ((await readPrivateFile(this.#setting.fileSystem, path)) === undefined) {
      return undefined;
    }
    return {
      request,
      ...(verdict === undefined ? {} : { verdict }),
      ...(end === undefined ? {} : { end }),
    };
  }

  async has(id: string, part: ApprovalPart): Promise<boolean> {
    await this.#assertDirectory();
    return (await readPrivateFile(this.#setting.fileSystem, this.#path(id, part))) !== undefined;
  }

  /** @returns The names of all files of requests; those of others are not looked at. */
  async names(): Promise<readonly string[]> {
    await this.#assertDirectory();
    return (await this.#list()).filter((name) => parseApprovalFileName(name) !== undefined);
  }

  async remove(id: string): Promise<void> {
    await this.#assertDirectory();
    for (const part of APPROVAL_PARTS) {
      await this.#removeFile(approvalFileName(id, part));
    }
  }

  /** Removes what killed processes left behind: half files, and parts without their request. */
  async sweep(now: number): Promise<number> {
    await this.#assertDirectory();
    const names = await this.#list();
    const requests = new Set(
      names.flatMap((name) => {
        const parsed = parseApprovalFileName(name);
        return parsed?.part === 'request' ? [parsed.id] : [];
      }),
    );
    const isStray = (name: string): boolean => {
      const parsed = parseApprovalFileName(name);
      return parsed === undefined ? isApprovalLeftover(name) : !requests.has(parsed.id);
    };
    let swept = 0;
    for (const name of names.filter(isStray)) {
      if (await this.#isOld(name, now)) {
        await this.#removeFile(name);
        swept += 1;
      }
    }
    return swept;
  }

  async #isOld(name: string, now: number): Promise<boolean> {
    const { fileSystem, directory } = this.#setting;
    try {
      const { modifiedAtMs } = await fileSystem.status(join(directory, name));
      return now - modifiedAtMs > LEFT_BEHIND_AFTER_MS;
    } catch {
      return false;
    }
  }

  #path(id: string, part: ApprovalPart): string {
    return join(this.#setting.directory, approvalFileName(id, part));
  }

  async #readPart<Value>(
    id: string,
    part: ApprovalPart,
    parse: (text: string) => Value | undefined,
  ): Promise<Value | undefined> {
    const path = this.#path(id, part);
    await this.#assertDirectory();
    const file = await readPrivateFile(this.#setting.fileSystem, path);
    if (file === undefined) {
      return undefined;
    }
    const value = parse(new TextDecoder().decode(file.bytes));
    if (value === undefined) {
      throw damaged(
        path,
        'it does not say what it should',
        'Remove it; the request can be made again.',
      );
    }
    return value;
  }

  /** A link in place of the directory could show requests, or verdicts, that nobody here has written. */
  async #assertDirectory(): Promise<void> {
    const { fileSystem, directory } = this.#setting;
    const status = await fileSystem.status(directory).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') {
        return undefined;
      }
      throw unavailable(directory, 'could not be read', error);
    });
    if (status === undefined) {
      return;
    }
    if (status.kind !== 'directory') {
      throw unsafe(directory, 'is not a directory of its own', 'Move it away.');
    }
    const user = fileSystem.userId();
    const foreign = user !== undefined && user !== 0 && status.uid !== user;
    if (fileSystem.posix && (foreign || (status.mode & 0o077) !== 0)) {
      throw unsafe(
        directory,
        'can be used by other users',
        `Keep it to its owner: chmod 700 "${directory}"`,
      );
    }
  }

  async #list(): Promise<readonly string[]> {
    const { fileSystem, directory } = this.#setting;
    try {
      return await fileSystem.list(directory);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw unavailable(directory, 'could not be read', error);
    }
  }

  async #removeFile(name: string): Promise<void> {
    const { fileSystem, directory } = this.#setting;
    const path = join(directory, name);
    try {
      await fileSystem.remove(path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        throw unavailable(path, 'could not be removed', error);
      }
    }
  }
}
