using System.Text;

namespace RouteGen;

/// <summary>A media type that can be recognised from content, and its signatures.</summary>
internal sealed class SniffedType
{
    /// <summary>Character of a signature that matches any byte.</summary>
    internal const char Any = '\u0100';

    private byte[]? _fieldLine;

    /// <param name="text">The value of <c>Content-Type</c>.</param>
    /// <param name="signatures">The signatures. Each character is a byte (Latin-1) or <see cref="Any"/>.</param>
    internal SniffedType(string text, params string[] signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    internal string Text { get; }

    internal string[] Signatures { get; }

    /// <summary>
    /// The <c>Content-Type</c> line, CRLF included. Created on first use, without a lock, because two threads create equal lines.
    /// </summary>
    internal byte[] FieldLine => _fieldLine ??= Encoding.ASCII.GetBytes($"Content-Type: {Text}\r\n");

    /// <summary>Returns true if the data begins with one of the signatures.</summary>
    internal bool Matches(ReadOnlySpan<byte> data)
    {
        foreach (var signature in Signatures)
            if (Matches(data, signature)) return true;
        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> data, string signature)
    {
        if (data.Length < signature.Length) return false;
        for (var index = 0; index < signature.Length; index++)
            if (signature[index] != data[index] && signature[index] != Any) return false;
        return true;
    }
}
