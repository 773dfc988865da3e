import type { SavedScene } from '@gatehouse/loxone-tools';
import { z } from 'zod';

/** Tells the file from others, and one form of it from the next. */
const FORMAT = 'loxone-mcp-scenes-1';

const stepSchema = z.strictObject({
  tool: z.string().min(1),
  args: z.record(z.string(), z.unknown()),
  delayMs: z.number().int().min(0).optional(),
});

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  scenes: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,64}$/),
      name: z.string().min(1),
      description: z.string().optional(),
      steps: z.array(stepSchema).min(1),
      createdBy: z.string(),
      revision: z.string().regex(/^\d{1,15}$/),
    }),
  ),
});

/** A file that is not of this kind, or was damaged by an edit; it is left as it is. */
export class SceneFileProblem extends Error {
  override readonly name = 'SceneFileProblem';
}

/** @throws SceneFileProblem that names the first place at fault, never what stands there. */
export function parseSceneFile(text: string | undefined): readonly SavedScene[] {
  if (text === undefined) return [];
  const parsed = fileSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new SceneFileProblem(`The file of saved scenes is not valid at "${place}".`);
  }
  return parsed.data.scenes.map(({ description, steps, ...scene }) => ({
    ...scene,
    ...(description !== undefined && { description }),
    steps: steps.map(({ delayMs, ...step }) => ({
      ...step,
      ...(delayMs !== undefined && { delayMs }),
    })),
  }));
}

/** People read it, so it is indented. */
export function formatSceneFile(scenes: readonly SavedScene[]): string {
  return `${JSON.stringify({ format: FORMAT, scenes }, null, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
