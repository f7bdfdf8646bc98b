using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Generators.Emitting;

/// <summary>Writes lines with indentation. Lines end in LF on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    internal void Line(string line = "")
    {
        if (line.Length != 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Opens a block with a brace on a line of its own.</summary>
    internal void Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    /// <param name="tail">What follows the brace, such as a semicolon.</param>
    internal void Close(string tail = "")
    {
        _depth--;
        Line("}" + tail);
    }

    /// <summary>Writes lines one step deeper.</summary>
    internal void Indented(IEnumerable<string> lines)
    {
        _depth++;
        foreach (var line in lines) Line(line);
        _depth--;
    }

    /// <summary>The text, with all blocks closed.</summary>
    internal SourceText ToSourceText()
    {
        while (_depth > 0) Close();
        return SourceText.From(_text.ToString(), Encoding.UTF8);
    }
}
