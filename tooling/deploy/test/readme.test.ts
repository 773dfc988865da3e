import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILES, readDeployment } from '../src/lint/deployment.js';
import { textJudgements } from '../src/lint/settings-rules.js';
import { DEPLOY, ROOT, readFile } from './support/files.js';
import { KNOWN_SETTINGS } from './support/known-settings.js';

const README = readFile('README.md');

describe('the README', () => {
  it('names no variable and no flag that the programs do not have', () => {
    const judgements = textJudgements('README.md', README, KNOWN_SETTINGS);
    expect(judgements.filter(({ holds }) => !holds)).toEqual([]);
    expect(judgements.length).toBeGreaterThan(15);
    const wrong = `${README}\nLOXONE_NOTHING, \`loxone-mcp-server http --nothing\``;
    const found = textJudgements('README.md', wrong, KNOWN_SETTINGS).filter(({ holds }) => !holds);
    expect(found.map(({ rule }) => rule)).toEqual(['known-variable', 'known-flag']);
  });

  it('links to what is there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !existsSync(join(DEPLOY, link)))).toEqual([]);
  });

  it('links to headings that it has', () => {
    const headings = [...README.matchAll(/^##+ (.*)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const anchors = [...README.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });

  it('installs files that are there', () => {
    const named = [...README.matchAll(/(?:node|cp|-f|-k) (tooling\/[\w./-]+)/g)].map(
      ([, path = '']) => path,
    );
    const units = [...README.matchAll(/install -m \d+ (loxone-mcp\S*)/g)].map(
      ([, path = '']) => path,
    );
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(units).toHaveLength(4);
    expect(units.filter((name) => !existsSync(join(DEPLOY, 'systemd', name)))).toEqual([]);
  });

  it('explains each hardening directive of the unit', () => {
    const { unit } = readDeployment(readFile);
    const directives = [...(unit.get('Service')?.keys() ?? [])].filter((name) =>
      /^(Protect|Private|Restrict|NoNew|Capability|SystemCall|Memory|Lock|Remove|Keyring|Inaccessible|LoadCred)/.test(
        name,
      ),
    );
    // `ProtectKernel…` stands for four of them.
    const written = (name: string): string => name.replace(/^ProtectKernel\w+/, 'ProtectKernel…');
    const missing = directives.filter((name) => !README.includes(written(name)));
    expect(missing).toEqual([]);
  });

  it('has the secrets’ names that the files mount', () => {
    expect(README).toContain('secrets/master_key');
    expect(readFile(FILES.compose)).toContain('./secrets/master_key');
    expect(README).toContain('--from-file=loxone-pass --from-file=master-key');
  });
});
