// Searches the text of method bodies. The compiler creates nodes on demand, ten or more for a short body, and keeps them as long as the
// file. Most bodies do not contain what the generator looks for, and their text shows that without creating nodes.
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

    /// <summary>
    /// Returns false if the body certainly has none of the nodes that are searched for in whole files: no attribute, and no name of a
    /// method that registers handlers.
    /// </summary>
    internal bool MayRegister() => MayContain("Handle", isWord: false, '[');

    /// <summary>Returns false if the body certainly does not contain a name.</summary>
    internal bool MayContain(string name) => MayContain(name, isWord: true, '\\');

    // A name may contain escapes or formatting characters, which its spelling ignores. So a text with a backslash or a character outside
    // ASCII may contain any name.
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
