package import RunModel

/// What was found of the environment before a run began, and which providers it begins without.
package struct StartHealth: Hashable, Sendable {
    package var checked: HealthChecked
    package var disabled: [ProviderMoved]

    package init(checked: HealthChecked, disabled: [ProviderMoved] = []) {
        self.checked = checked
        self.disabled = disabled
    }
}
