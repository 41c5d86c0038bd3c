#include "products/style/xml.h"

#include <cpl_conv.h>

#include <algorithm>

namespace skyshed {
namespace {

std::string storable(std::string_view text) {
  std::string kept(text);
  std::erase_if(kept, [](char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code < 0x20 && letter != '\n' && letter != '\t';
  });
  return kept;
}

}  // namespace

XmlNode XmlNode::add(const char* name, XmlAttributes attributes) {
  XmlNode child(CPLCreateXMLNode(node_, CXT_Element, name));
  for (const auto& [key, value] : attributes) child.set(key, value);
  return child;
}

XmlNode XmlNode::add_text(const char* name, std::string_view text, XmlAttributes attributes) {
  XmlNode child = add(name, attributes);
  CPLCreateXMLNode(child.node_, CXT_Text, storable(text).c_str());
  return child;
}

XmlNode& XmlNode::set(const char* name, std::string_view value) {
  CPLAddXMLAttributeAndValue(node_, name, storable(value).c_str());
  return *this;
}

XmlDocument::XmlDocument(const char* root) : root_(CPLCreateXMLNode(nullptr, CXT_Element, root)) {}

XmlDocument::~XmlDocument() { CPLDestroyXMLNode(root_); }

std::string XmlDocument::text(std::string_view doctype) const {
  char* serialized = CPLSerializeXMLTree(root_);
  std::string text = std::string(doctype) + serialized;
  CPLFree(serialized);
  return text;
}

}  // namespace skyshed
