/** What stands where the token goes. */
export const TOKEN_PLACE = 'READ_TOKEN';

interface Snippet {
  /** For which program. */
  title: string;
  /** The file that it goes into. */
  file: string;
  text: string;
}

/** Settings of other programs, for a panel. @param origin `http://raspberrypi.local:8430` */
export function snippetsFor(origin: string): Snippet[] {
  const { protocol, host } = new URL(origin);
  return [
    { title: 'Homepage, a widget', file: 'services.yaml', text: homepage(origin) },
    { title: 'Home Assistant, sensors', file: 'configuration.yaml', text: homeAssistant(origin) },
    {
      title: 'Prometheus, a scrape job',
      file: 'prometheus.yml',
      text: prometheus(protocol.slice(0, -1), host),
    },
  ];
}

const homepage = (origin: string) => `- Monitoring:
    - Weir:
        href: ${origin}
        description: Is my data arriving?
        widget:
          type: customapi
          url: ${origin}/api/status
          refreshInterval: 30000
          headers:
            Authorization: Bearer ${TOKEN_PLACE}
          mappings:
            - field:
                verdict: state
              label: State
            - field:
                delivery: samplesPerSecond
              label: Samples a second
              format: number
            - field:
                buffer: bytes
              label: Waiting
              format: bytes
            - field:
                delivery: lastSuccessAt
              label: Delivered
              format: relativeDate`;

const homeAssistant = (origin: string) => `rest:
  - resource: ${origin}/api/status
    scan_interval: 30
    headers:
      Authorization: Bearer ${TOKEN_PLACE}
    sensor:
      - name: Weir state
        unique_id: weir_state
        value_template: "{{ value_json.verdict.state }}"
      - name: Weir samples
        unique_id: weir_samples
        value_template: "{{ value_json.delivery.samplesPerSecond }}"
        availability: "{{ value_json.delivery.samplesPerSecond is number }}"
        unit_of_measurement: samples/s
        state_class: measurement
      - name: Weir waiting
        unique_id: weir_waiting
        value_template: "{{ value_json.buffer.bytes }}"
        availability: "{{ value_json.buffer.bytes is number }}"
        device_class: data_size
        unit_of_measurement: B
        state_class: measurement`;

const prometheus = (scheme: string, host: string) => `scrape_configs:
  - job_name: weir
    scheme: ${scheme}
    scrape_interval: 60s
    authorization:
      credentials: ${TOKEN_PLACE}
    static_configs:
      - targets: ['${host}']`;
