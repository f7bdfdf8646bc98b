// Searches the text of method bodies. The compiler creates nodes on demand, ten or more for a short body, and keeps them as long as the
// file. Most bodies contain nothing that the generator looks for. A search of their text shows this without creating nodes.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Generators.Finding;

/// <summary>The text of a method's body.</summary>
internal readonly struct BodyText
{
    private readonly SourceText? _file;
    private readonly TextSpan _span;

    private BodyText(SourceText? file, TextSpan span)
    {
        _file = file;
        _span = span;
    }

    /// <summary>Returns the text of a body.</summary>
    internal static BodyText Of(SyntaxNode body) => new(body.SyntaxTree.TryGetText(out var file) ? file : null, body.Span);

    /// <summary>Returns true if the body may contain an attribute or a call that registers a handler. False is certain.</summary>
    internal bool MayRegister() => MayContain("Handle", isWord: false, '[');

    /// <summary>Returns true if the body may contain a name. False is certain.</summary>
    internal bool MayContain(string name) => MayContain(name, isWord: true, '\\');

    // An identifier may be written with escapes or formatting characters, so a text with a backslash or a character outside ASCII may
    // contain any name.
    private bool MayContain(string text, bool isWord, char other)
    {
        if (_file is null || text.Length == 0) return true;
        for (var index = _span.Start; index < _span.End; index++)
        {
            var letter = _file[index];
            if (letter is '\\' or >= '\x7F' || letter == other) return true;
            if (letter == text[0] && IsAt(index, text) && !(isWord && (IsInWord(index - 1) || IsInWord(index + text.Length)))) return true;
        }

        return false;
    }

    private bool IsAt(int start, string text)
    {
        if (start + text.Length > _span.End) return false;
        for (var index = 1; index < text.Length; index++)
            if (_file![start + index] != text[index]) return false;
        return true;
    }

    private bool IsInWord(int index) =>
        _span.Start <= index && index < _span.End
        && _file![index] is '_' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
