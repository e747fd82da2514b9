/** Names of buildings and doors, as pages show them. */
import { useTranslation } from 'react-i18next'

interface Place {
  readonly place: string
  readonly building: string
}

export const useDoorWords = () => {
  const { t } = useTranslation('registration')
  return {
    buildingOf: ({ place, building }: Place): string =>
      `${place}${building === '' ? '' : t('doors.building', { building })}` || t('doors.noAddress'),
    doorOf: ({ unit, door }: { readonly unit: string; readonly door: string }): string =>
      [unit === '' ? '' : t('doors.unit', { unit }), door].filter(Boolean).join(' ') || t('doors.noDoor'),
  }
}
