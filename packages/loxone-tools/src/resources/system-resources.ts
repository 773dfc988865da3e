import { RISKS } from '@gatehouse/core';
import { sentenceOf } from '../house/freshness.js';
import { cleanText } from '../text/clean-text.js';
import { objectBody } from './body.js';
import type { ResourceSpec } from './define-resource.js';
import { fromTool } from './from-tool.js';
import { countBy, seenRooms, seesAll } from './rows.js';

/** The connection, and what is possible here. */
export const SYSTEM_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'system/status',
    name: 'system-status',
    title: 'Connection',
    description: 'How the connection to the Miniserver stands, and what house it is.',
    changes: 'live',
    priority: 0.6,
    body: (call) => {
      const { home } = call;
      const info = home.info();
      const status = home.status();
      const mode = call.context.data?.modes().current;
      return objectBody({
        phase: status.phase,
        since: new Date(status.since).toISOString(),
        sentence: sentenceOf(status),
        ...(info !== undefined &&
          seesAll(call) && {
            house: cleanText(info.name),
            firmware: cleanText(info.firmware ?? '') || undefined,
            structure_version: info.structureVersion,
          }),
        ...(mode !== undefined && { mode: cleanText(mode.name) }),
        devices: call.entries.length,
        rooms: seenRooms(call).length,
      });
    },
  },
  {
    path: 'system/capabilities',
    name: 'system-capabilities',
    title: 'What is possible',
    description: 'What the caller may do here, and what the house can.',
    changes: 'structure',
    priority: 0.6,
    body: ({ entries, context, kit }) => {
      const { principal, authorize } = context;
      const may = (risk: (typeof RISKS)[number]): boolean =>
        kit.tools.some(
          (tool) => authorize(principal, { kind: 'tool', name: tool.name, risk }).allow,
        );
      return objectBody({
        risks: RISKS.filter(may),
        families: countBy(entries, ({ control }) => control.family),
        capabilities: countBy(
          entries.flatMap(({ control }) => control.capabilities),
          (capability) => capability,
        ),
        modes: (context.data?.modes().all ?? []).map(({ id, name }) => ({
          id,
          name: cleanText(name),
        })),
        keeps: {
          history: context.data !== undefined,
          events: context.journal !== undefined,
          scenes: context.scenes !== undefined,
        },
      });
    },
  },
  {
    path: 'system/diagnostics',
    query: ['section'],
    name: 'system-diagnostics',
    title: 'Diagnostics',
    description: 'Miniserver, network, buses and devices, as far as they report.',
    changes: 'live',
    follows: 'nothing',
    priority: 0.4,
    body: fromTool('loxone_diagnostics', ({ section }) =>
      section === undefined ? {} : { section },
    ),
  },
  {
    path: 'system/health',
    name: 'system-health',
    title: 'Health',
    description: 'Whether what is read here is live.',
    changes: 'live',
    priority: 0.5,
    body: ({ home, kit }) => {
      const status = home.status();
      const isLive = status.phase === 'live';
      return objectBody({
        healthy: isLive,
        phase: status.phase,
        ...(!isLive && { stale_seconds: Math.round((kit.clock.now() - status.since) / 1000) }),
      });
    },
  },
];
