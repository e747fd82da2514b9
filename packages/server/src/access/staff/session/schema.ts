/** Requests and responses about signing in and the person who is signed in. */
import { z } from 'zod'
import { PERMISSIONS, ROLES } from '../../gate/index.ts'

export const RoleSchema = z.enum(ROLES).meta({ id: 'Role' })
const PermissionSchema = z.enum(PERMISSIONS).meta({ id: 'Permission' })

export const Session = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), username: z.string() }),
    role: RoleSchema,
    area: z.object({ code: z.string(), name: z.string() }),
    permissions: z.array(PermissionSchema),
    owes: z
      .enum(['second-factor'])
      .nullable()
      .meta({ description: 'What the account needs before anything else is open; until then there are no permissions.' }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const SignInBody = z.object({ username: z.string().trim().min(1).max(60), password: z.string().min(1).max(128) })
export const ActivateBody = z.object({
  username: z.string().trim().min(1).max(60),
  code: z.string().min(1).max(80).meta({ description: 'Case, spaces and dashes do not matter.' }),
  newPassword: z.string().min(1).max(128),
})
export type ActivateBody = z.infer<typeof ActivateBody>

/** The session is open, or the second step is due. */
export const SignedIn = z.object({
  ok: z.literal(true),
  secondStep: z
    .object({ factors: z.array(z.enum(['totp', 'backup-code', 'passkey'])) })
    .optional()
    .meta({ description: 'The password was right; one of these has to follow within ten minutes.' }),
})
export type SignedIn = z.infer<typeof SignedIn>

export type SignInBody = z.infer<typeof SignInBody>
