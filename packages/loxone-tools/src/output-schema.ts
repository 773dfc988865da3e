import { z } from 'zod';

/**
 * Why targets, or the whole call, came to nothing. Output schemas are as short as they can be and
 * still be true, since an assistant pays for them in every conversation: the codes and the shape of
 * a candidate are closed in TypeScript ({@link ToolError}).
 */
export const errorSchema: z.ZodOptional<z.ZodType> = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    candidates: z.array(z.unknown()).optional(),
  })
  .optional();
