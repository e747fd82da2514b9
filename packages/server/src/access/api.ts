/** What the API says about the person who is signed in. */
import { z } from 'zod'
import { PERMISSIONS, ROLES } from './actor.ts'

export const Role = z.enum(ROLES).meta({ id: 'Role' })
export const PermissionSchema = z.enum(PERMISSIONS).meta({ id: 'Permission' })

export const Session = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), username: z.string() }),
    role: Role,
    area: z.object({ code: z.string(), name: z.string() }),
    permissions: z.array(PermissionSchema),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const SignInBody = z.object({ username: z.string().trim().min(1).max(60), password: z.string().min(1).max(128) })
export type SignInBody = z.infer<typeof SignInBody>
