/** The OpenAPI 3.1 description, generated from the schemas that validate requests and serialise responses. */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Text parts of a multipart upload. `receiveUpload` validates them, because the body is a stream. */
    form?: z.ZodObject
  }
}

type Schema = Record<string, unknown>

/** The body of an upload: its text parts, then the file. Named schemas are inlined, because a form cannot refer to the components. */
const uploadBody = (form: z.ZodObject): Schema => {
  const { properties = {}, required = [], $defs = {} } = z.toJSONSchema(form, { io: 'input' })
  const parts = Object.entries(properties).map(([name, part]) => {
    const named = typeof part === 'object' && part.$ref ? $defs[part.$ref.replace('#/$defs/', '')] : part
    const { id, ...schema } = named as Schema
    return [name, schema]
  })
  return {
    type: 'object',
    properties: { ...Object.fromEntries(parts), file: { type: 'string', format: 'binary' } },
    required: [...required, 'file'],
  }
}

/** Merges pairs of equal components (the type provider lists the input form as a second one named `…Input`) and removes unused ones. */
const withoutDuplicates = <D extends { components?: { schemas?: object | undefined } | undefined }>(document: D): D => {
  const all = { ...document.components?.schemas } as Schema
  const twins = Object.keys(all).filter(name => JSON.stringify(all[`${name}Input`]) === JSON.stringify(all[name]))
  const ref = (name: string) => `"#/components/schemas/${name}"`
  let text = JSON.stringify({ ...document, components: { ...document.components, schemas: undefined } })
  let schemas = JSON.stringify(all)
  for (const name of twins)
    [text, schemas] = [text, schemas].map(t => t.replaceAll(ref(`${name}Input`), ref(name))) as [string, string]
  let entries = Object.entries(JSON.parse(schemas) as Schema)
  for (let before = 0; before !== entries.length; ) {
    before = entries.length
    const seen = text + JSON.stringify(entries.map(([, schema]) => schema))
    entries = entries.filter(([name]) => seen.includes(ref(name)))
  }
  // Sorted, so that the order in which modules are imported does not matter.
  entries.sort(([one], [other]) => (one < other ? -1 : 1))
  const kept = JSON.parse(text) as D
  return { ...kept, components: { ...kept.components, schemas: Object.fromEntries(entries) } }
}

/** Call before any route is registered. The caller serves `/api/openapi.json`. */
export const describeApi = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mingce 名册',
        version,
        description:
          'Errors are an HTTP status and {"error":{"code","zh","en",…}}. Cursors are opaque. Every POST takes an Idempotency-Key: a retry answers the same and changes nothing.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'mingce.session_token' },
          voter: { type: 'apiKey', in: 'cookie', name: 'mingce_voter' },
        },
      },
      security: [{ session: [] }],
    },
    transform: document => {
      const form = document.route.config?.form
      const transformed = jsonSchemaTransform(document)
      if (form) Object.assign(transformed.schema, { body: uploadBody(form) })
      return transformed
    },
    transformObject: document => withoutDuplicates(jsonSchemaTransformObject(document) as never),
  })
}
