using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Header
{
    /// <summary>
    /// A name in canonical case and a value; a null value suppresses the field. A received value that is not UTF-8 is sent on byte for byte
    /// if the field itself is copied (<see cref="Add(in Field)"/>) rather than its value set again.
    /// </summary>
    internal readonly struct Field
    {
        // The text, or the text in a Latin1Text: most fields are ASCII and need no room for the difference.
        private readonly object? _value;
        private readonly string? _name;

        internal Field(string name, string? value)
        {
            _name = name;
            _value = value;
        }

        /// <summary>A field as it was received.</summary>
        internal Field(string name, ReadOnlySpan<byte> value)
        {
            _name = name;
            var text = FieldText.Decode(value, out var isLatin1);
            _value = isLatin1 ? new Latin1Text(text) : text;
        }

        /// <summary>A field whose value was joined from received ones.</summary>
        internal Field(string name, string value, bool isLatin1)
        {
            _name = name;
            _value = isLatin1 ? new Latin1Text(value) : value;
        }

        private Field(string name, object? value)
        {
            _name = name;
            _value = value;
        }

        // Never null, though another thread may just be clearing the field.
        internal string Name => _name ?? "";

        internal string? Value
        {
            get
            {
                // Read once: another thread may just be replacing the field.
                var value = _value;
                return value is Latin1Text latin1 ? latin1.Text : value as string;
            }
        }

        /// <summary>True if the value is not UTF-8: each of its characters is one byte on the wire.</summary>
        internal bool IsLatin1 => _value is Latin1Text;

        /// <summary>The same value, byte for byte, under another name.</summary>
        internal Field Renamed(string name) => new(name, _value);
    }

    private sealed class Latin1Text(string text)
    {
        internal string Text => text;
    }
}
