/** Setting up an election: where, on which day, at which levels, under which name. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Cascader, Checkbox, DatePicker, Form, type FormInstance, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Area, createElection, newRequestId, readAreas } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Article, formatDay, Page, Sheet } from '../../../ui/index.ts'
import { useSession } from '../../access/index.ts'
import { daysRefused, listDue, mostPollingDays } from './new-election.ts'

interface AreaOption {
  value: string
  label: string
  isLeaf: boolean
  children?: AreaOption[]
}
interface Fields {
  area: string[]
  day: Dayjs
  lastDay?: Dayjs | null
  byElection: boolean
  levels: ('county' | 'township')[]
  name: string
  training: boolean
}

/** Elections are held in counties and townships: deeper areas are not offered. */
const optionOf = (area: Area): AreaOption => ({ value: area.code, label: area.name, isLeaf: area.level >= 4 })
const WRITTEN = 'YYYY-MM-DD'

const NewElectionPage = () => {
  const { t } = useTranslation(['election', 'ui'])
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const areas = useAreaOptions()
  const requestId = useRef(newRequestId())
  const level = codeLevel(Form.useWatch('area', form)?.at(-1) ?? '')
  useEffect(() => {
    if (level === 3) form.setFieldValue('levels', ['county'])
    if (level === 4) form.setFieldValue('levels', ['county', 'township'])
  }, [level, form])

  const save = useMutation({
    mutationFn: (fields: Fields) =>
      createElection(
        {
          areaCode: fields.area.at(-1) ?? '',
          day: fields.day.format(WRITTEN),
          ...(fields.lastDay ? { lastDay: fields.lastDay.format(WRITTEN) } : {}),
          byElection: fields.byElection,
          levels: fields.levels,
          name: fields.name.trim(),
          training: fields.training,
        },
        requestId.current,
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['elections'] })
      void navigate(`/elections/${id}`)
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      <Sheet>
        <Failed error={save.error ?? areas.error} />
        <Form<Fields>
          form={form}
          layout="vertical"
          className="form"
          onFinish={fields => save.mutate(fields)}
          initialValues={{ levels: ['county'], byElection: false, training: false }}
        >
          <AreaField areas={areas} />
          <DayFields form={form} />
          <Form.Item name="byElection" valuePropName="checked" extra={t('new.byElectionNote')}>
            <Checkbox>{t('new.byElection')}</Checkbox>
          </Form.Item>
          <Form.Item
            name="levels"
            label={t('new.levels')}
            rules={[{ required: true, message: t('new.levelsMissing') }]}
            extra={t('new.levelsNote')}
          >
            <Levels
              options={[
                { value: 'county', label: t('ui:level.county') },
                { value: 'township', label: t('ui:level.township') },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="name"
            label={t('new.name')}
            rules={[{ required: true, whitespace: true, message: t('new.nameMissing') }]}
          >
            <Input maxLength={100} showCount placeholder={t('new.namePlaceholder')} />
          </Form.Item>
          <Form.Item name="training" valuePropName="checked" extra={t('new.trainingNote')}>
            <Checkbox>{t('new.training')}</Checkbox>
          </Form.Item>
          <div className="form-end">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('new.save')}
            </Button>
            <Button onClick={() => navigate('/elections')}>{t('ui:cancel')}</Button>
          </div>
        </Form>
      </Sheet>
    </Page>
  )
}

/** The areas to choose from, loaded level by level as they are opened. */
const useAreaOptions = () => {
  const [options, setOptions] = useState<AreaOption[]>([])
  const [error, setError] = useState<unknown>(null)
  const own = useSession().data?.area
  useEffect(() => {
    if (!own) return
    readAreas().then(areas => {
      const inside = areas.map(optionOf)
      setOptions(codeLevel(own.code) >= 3 ? [{ value: own.code, label: own.name, isLeaf: false, children: inside }] : inside)
    }, setError)
  }, [own])
  const loadChildren = async (chosen: AreaOption[]) => {
    const last = chosen.at(-1)
    if (!last || last.children) return
    try {
      const children = (await readAreas(last.value)).map(optionOf)
      setOptions(before => withChildren(before, last.value, children))
    } catch (failed) {
      setError(failed)
    }
  }
  return { options, error, loadChildren }
}

const AreaField = ({ areas }: { areas: ReturnType<typeof useAreaOptions> }) => {
  const { t } = useTranslation('election')
  return (
    <Form.Item
      name="area"
      label={t('new.area')}
      extra={t('new.areaNote')}
      rules={[
        { required: true, message: t('new.areaMissing') },
        {
          validator: async (_, value: string[] | undefined) =>
            value?.length && codeLevel(value.at(-1) ?? '') < 3 ? Promise.reject(new Error(t('new.areaMissing'))) : undefined,
        },
      ]}
    >
      <Cascader
        options={areas.options}
        loadData={chosen => void areas.loadChildren(chosen as AreaOption[])}
        changeOnSelect
        placeholder={t('new.areaPlaceholder')}
      />
    </Form.Item>
  )
}

/** Election day, and the last day where polling may go over several there. */
const DayFields = ({ form }: { form: FormInstance<Fields> }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const text = useText()
  const day = Form.useWatch('day', form)
  const lastDay = Form.useWatch('lastDay', form)
  const byElection = Form.useWatch('byElection', form) === true
  const area = Form.useWatch('area', form)
  const areaCode = area?.at(-1) ?? ''
  const level = codeLevel(areaCode)
  const polling = mostPollingDays(areaCode)
  const several = level >= 3 && polling.most > 1
  const chosen = day
    ? {
        areaCode,
        byElection,
        day: day.format(WRITTEN),
        ...(several && lastDay ? { lastDay: lastDay.format(WRITTEN) } : {}),
      }
    : null
  const due = chosen && listDue(chosen)
  useEffect(() => {
    if (!several) form.setFieldValue('lastDay', null)
  }, [several, form])
  return (
    <>
      <Form.Item
        name="day"
        label={t('new.day')}
        rules={[{ required: true, message: t('new.dayMissing') }]}
        extra={
          due ? (
            <>
              {t('new.dayNote', { day: formatDay(due.date, language) })} <Article article={due.article} />
            </>
          ) : null
        }
      >
        <DatePicker className="wide" disabledDate={date => date.isBefore(dayjs(), 'day')} />
      </Form.Item>
      {several ? (
        <Form.Item
          name="lastDay"
          label={t('new.lastDay')}
          dependencies={['day']}
          extra={
            <>
              {t('new.lastDayNote', { count: polling.most })} <Article article={polling.article} />
            </>
          }
          rules={[
            {
              validator: async (_, value: Dayjs | null | undefined) => {
                const first: Dayjs | undefined = form.getFieldValue('day')
                const days = { areaCode, byElection, day: first?.format(WRITTEN) ?? '', lastDay: value?.format(WRITTEN) }
                const refused = first && value ? daysRefused(days) : null
                return refused ? Promise.reject(new Error(text(refused))) : undefined
              },
            },
          ]}
        >
          <DatePicker
            className="wide"
            disabledDate={date =>
              day ? date.isBefore(day, 'day') || date.diff(day, 'day') >= polling.most : date.isBefore(dayjs(), 'day')
            }
          />
        </Form.Item>
      ) : null}
    </>
  )
}

interface LevelsProps {
  id?: string
  value?: Fields['levels']
  onChange?: (levels: Fields['levels']) => void
  options: { value: string; label: string }[]
}

/** The form marks its field as required, which a group of boxes may not carry (ARIA): only what a group knows is passed on. */
const Levels = ({ id, value, onChange, options }: LevelsProps) => (
  <Checkbox.Group
    {...(id ? { id } : {})}
    {...(value ? { value } : {})}
    options={options}
    onChange={levels => onChange?.(levels as Fields['levels'])}
  />
)

/** 1 province … 4 township, from the length of the code. */
const codeLevel = (code: string): number => ({ 2: 1, 4: 2, 6: 3, 9: 4 })[code.length] ?? 0

const withChildren = (options: AreaOption[], code: string, children: AreaOption[]): AreaOption[] =>
  options.map(option => {
    if (option.value === code) return children.length > 0 ? { ...option, children } : { ...option, isLeaf: true }
    return option.children ? { ...option, children: withChildren(option.children, code, children) } : option
  })

export default NewElectionPage
