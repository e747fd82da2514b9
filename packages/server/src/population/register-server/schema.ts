/** The protocol of a population register as OpenAPI 3.1, from the schemas that both sides use; docs/registers has it as a file. */
import { z } from 'zod'
import {
  BATCH_LIMIT,
  BatchAnswerSchema,
  BatchQuestionSchema,
  HeadersSchema,
  PATHS,
  SingleAnswerSchema,
  SingleQuestionSchema,
} from '../sources/index.ts'

type Json = Record<string, unknown>

/** A schema without what only a file of its own would need. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io }) as Json
  return rest
}

const ErrorSchema = z.object({ error: z.object({ code: z.string(), zh: z.string(), en: z.string() }) })

const headers = Object.entries(schemaOf(HeadersSchema, 'input').properties as Record<string, Json>).map(
  ([name, { description, ...schema }]) => ({ name, in: 'header', required: true, description, schema }),
)

const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })
const retryAfter = {
  'retry-after': {
    description: 'Seconds, or a date: when to ask again. Whoever asks keeps to it.',
    schema: { type: 'string' },
    required: true,
  },
}
const failures = {
  '400': { description: 'Not as agreed: a header is missing, a number has another form.', content: json('Error') },
  '429': { description: 'Too many questions at once.', headers: retryAfter, content: json('Error') },
  '503': { description: 'Cannot answer now.', headers: retryAfter, content: json('Error') },
}
const operation = (operationId: string, summary: string, question: string, answer: string, more: Json = {}) => ({
  post: {
    operationId,
    summary,
    parameters: headers,
    requestBody: { required: true, content: json(question) },
    responses: { '200': { description: 'Answered.', content: json(answer) }, ...failures, ...more },
  },
})

export const REGISTER_API = {
  openapi: '3.1.0',
  info: {
    title: '人口信息库核对接口 · Asking a population register',
    version: '1.0.0',
    description:
      'Is this number this person’s, and where is the hukou? yes, no or unknown comes back, with the area code of the hukou when yes, and nothing else. Both sides show certificates (TLS 1.2 or newer).',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: 'https://register.example' }],
  security: [{ certificate: [] }],
  paths: {
    [PATHS.single]: operation('check', 'Ask for one person', 'Question', 'Answer'),
    [PATHS.batch]: operation('checkMany', `Ask for up to ${BATCH_LIMIT} people at once`, 'Questions', 'Answers', {
      '413': { description: 'Larger than a batch can be.', content: json('Error') },
    }),
  },
  components: {
    securitySchemes: {
      certificate: { type: 'mutualTLS', description: 'A certificate that the register’s authority gave to the office.' },
    },
    schemas: {
      Question: schemaOf(SingleQuestionSchema, 'input'),
      Answer: schemaOf(SingleAnswerSchema, 'output'),
      Questions: schemaOf(BatchQuestionSchema, 'input'),
      Answers: schemaOf(BatchAnswerSchema, 'output'),
      Error: schemaOf(ErrorSchema, 'output'),
    },
  },
} as const
