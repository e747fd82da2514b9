/** The mark: a seal with 册, bamboo slips on a cord. */
export const Seal = ({ size = 32 }: { size?: number }) => (
  <svg className="seal" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <rect x="1" y="1" width="62" height="62" rx="11" fill="#a8321f" />
    <rect x="4.5" y="4.5" width="55" height="55" rx="8" fill="none" stroke="#fff8ef" strokeWidth="1.5" opacity="0.6" />
    <g fill="none" stroke="#fff8ef" strokeWidth="4.4" strokeLinecap="round" strokeLinejoin="round">
      <path d="M18 14 V40 Q18 47 13.5 50" />
      <path d="M18 14 H29 V47 Q29 50 25 49" />
      <path d="M38 14 V40 Q38 47 34 50" />
      <path d="M38 14 H49 V47 Q49 50 45 49" />
      <path d="M10 31 H54" />
    </g>
  </svg>
)
