import { BUCKET_FUNCTIONS } from '../history/buckets.js';
import type { CompletionKind } from './kind.js';

/** What the variables of all URIs stand for. */
export const VARIABLES: Readonly<Record<string, CompletionKind>> = {
  room: 'room',
  category: 'category',
  uuid: 'device-id',
  type: 'type',
  kind: 'sensor-kind',
  id: 'scene',
  topic: 'topic',
  from: 'instant',
  to: 'instant',
  since: 'instant',
  bucket: 'bucket',
  fn: { choices: BUCKET_FUNCTIONS },
  output: 'output',
  period: 'period',
  section: { choices: ['connection', 'system', 'devices', 'problems', 'messages'] },
  limit: 'limit',
  fields: 'fields',
  cursor: 'text',
};
