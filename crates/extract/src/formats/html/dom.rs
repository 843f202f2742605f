//! The tree of a web page, walked without recursion: pages nest as deep as they like.

use markup5ever_rcdom::{Handle, NodeData};

/// Local name of an element.
pub(super) fn name(node: &Handle) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&*name.local),
        _ => None,
    }
}

/// Value of an attribute.
pub(super) fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    attrs
        .borrow()
        .iter()
        .find(|attribute| &*attribute.name.local == wanted)
        .map(|attribute| attribute.value.to_string())
}

/// The node and all below it, in order of the document.
pub(super) fn descendants(root: &Handle) -> Vec<Handle> {
    let mut out = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        open.extend(node.children.borrow().iter().rev().cloned());
        out.push(node);
    }
    out
}

/// All text below a node.
pub(super) fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    for node in descendants(node) {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    }
    text
}
