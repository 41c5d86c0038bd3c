// A tree of XML to be written, through GDAL's writer, which escapes what must be. Of this room only.
//
// Domain     UTF-8. Control characters that XML 1.0 cannot hold are left out.
// Threading  one thread a tree.
#pragma once

#include <cpl_minixml.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace skyshed {

using XmlAttributes = std::initializer_list<std::pair<const char*, std::string>>;

// A node of a tree, borrowed from its document.
class XmlNode {
 public:
  explicit XmlNode(CPLXMLNode* node) : node_(node) {}
  XmlNode add(const char* name, XmlAttributes attributes = {});                              // the new child
  XmlNode add_text(const char* name, std::string_view text, XmlAttributes attributes = {});  // the new child
  XmlNode& set(const char* name, std::string_view value);

 private:
  CPLXMLNode* node_;
};

class XmlDocument {
 public:
  explicit XmlDocument(const char* root);
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;
  ~XmlDocument();

  [[nodiscard]] XmlNode root() const { return XmlNode(root_); }
  [[nodiscard]] std::string text(std::string_view doctype = {}) const;

 private:
  CPLXMLNode* root_;
};

}  // namespace skyshed
