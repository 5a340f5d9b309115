// Each editor by name: takes HTML as a page's author pastes or loads it, gives back what it keeps.
import tinymce from "tinymce/tinymce";
import "tinymce/models/dom/model";
import "tinymce/themes/silver/theme";
import "tinymce/icons/default/icons";
import "tinymce/plugins/lists";
import "tinymce/plugins/link";
import { ClassicEditor, Essentials, Heading, Link, List, Paragraph } from "ckeditor5";
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import Quill from "quill";
import "trix";
import { createEditor, $getRoot, $insertNodes } from "lexical";
import { $generateHtmlFromNodes, $generateNodesFromDOM } from "@lexical/html";
import { HeadingNode } from "@lexical/rich-text";
import { ListItemNode, ListNode } from "@lexical/list";
import { LinkNode } from "@lexical/link";

const place = (name = "div") => document.body.appendChild(document.createElement(name));

window.editors = {
  async TinyMCE(html) {
    const [one] = await tinymce.init({
      target: place("textarea"), license_key: "gpl", skin: false, content_css: false, plugins: "lists link",
    });
    one.setContent(html);
    return one.getContent();
  },
  async CKEditor(html) {
    const one = await ClassicEditor.create(place(), {
      licenseKey: "GPL", plugins: [Essentials, Heading, Link, List, Paragraph],
    });
    one.setData(html);
    return one.getData();
  },
  TipTap(html) {
    return new Editor({ element: place(), extensions: [StarterKit], content: html }).getHTML();
  },
  Quill(html) {
    const one = new Quill(place());
    one.clipboard.dangerouslyPasteHTML(html);
    return one.getSemanticHTML();
  },
  Trix(html) {
    const one = place("trix-editor");
    one.editor.loadHTML(html);
    return one.innerHTML;
  },
  Lexical(html) {
    const one = createEditor({
      nodes: [HeadingNode, ListNode, ListItemNode, LinkNode], onError: (error) => { throw error; },
    });
    one.setRootElement(place());
    let kept;
    one.update(() => {
      const page = new DOMParser().parseFromString(html, "text/html");
      $getRoot().select();
      $insertNodes($generateNodesFromDOM(one, page));
    }, { discrete: true });
    one.read(() => { kept = $generateHtmlFromNodes(one); });
    return kept;
  },
};
