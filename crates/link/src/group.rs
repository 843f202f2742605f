//! Sets that grow together.

/// Elements 0 to n, each in a set; two sets can be joined.
pub(crate) struct Groups(Vec<usize>);

impl Groups {
    pub(crate) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least element of the set.
    pub(crate) fn root(&self, element: usize) -> usize {
        let mut at = element;
        while let Some(&parent) = self.0.get(at)
            && parent != at
        {
            at = parent;
        }
        at
    }

    /// Joins the sets of two elements; the least element leads.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(parent) = self.0.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }
}
