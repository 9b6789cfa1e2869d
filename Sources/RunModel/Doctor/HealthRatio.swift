extension RunState {
    /// Failures over their cap, the largest of the three budgets (`decisions.md`, Budgets).
    ///
    /// 1 and more: a cap is reached. A cap of 0 allows nothing.
    package var healthRatio: Double {
        let budgets = settings.budgets
        let shares = [
            (failures.http500, budgets.maxHTTP500PerRun),
            (failures.patch, budgets.maxPatchFailuresPerRun),
            (failures.total, budgets.maxTotalFailuresPerRun),
        ].map { spent, cap in cap > 0 ? Double(spent) / Double(cap) : 1 }
        return shares.max() ?? 0
    }
}
