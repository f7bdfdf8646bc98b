using System.Text;

namespace RouteGen;

/// <summary>A media type that is recognised from content, and its signatures.</summary>
internal sealed class SniffedType
{
    /// <summary>In a signature: any byte.</summary>
    internal const char Any = '\u0100';

    private byte[]? _fieldLine;

    /// <param name="text">The value of <c>Content-Type</c>.</param>
    /// <param name="signatures">Each a text whose characters are bytes (Latin-1), or <see cref="Any"/>.</param>
    internal SniffedType(string text, params string[] signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    internal string Text { get; }

    internal string[] Signatures { get; }

    /// <summary>
    /// The field line <c>Content-Type</c> with its line end. Made at the first use; two threads may both do it, to the same end.
    /// </summary>
    internal byte[] FieldLine => _fieldLine ??= Encoding.ASCII.GetBytes($"Content-Type: {Text}\r\n");

    /// <summary>True if the data begins with one of the signatures.</summary>
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
