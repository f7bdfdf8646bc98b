// Reads the constant RouteGen.Generated.RoutesJson.Text from the metadata of an assembly. The assembly is read as a file, so its code does
// not run, and its references need not exist.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace RouteGen.Tasks;

internal static class RoutesConstant
{
    /// <summary>Returns the constant, or null if the assembly has no routes and therefore no constant.</summary>
    internal static string? Read(Stream assembly)
    {
        using var image = new PEReader(assembly);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (metadata.StringComparer.Equals(type.Name, "RoutesJson")
                && metadata.StringComparer.Equals(type.Namespace, "RouteGen.Generated"))
                return ReadText(metadata, type);
        }

        return null;
    }

    private static string? ReadText(MetadataReader metadata, TypeDefinition type)
    {
        foreach (var handle in type.GetFields())
        {
            var field = metadata.GetFieldDefinition(handle);
            if (!metadata.StringComparer.Equals(field.Name, "Text") || field.GetDefaultValue() is not { IsNil: false } value) continue;
            var constant = metadata.GetConstant(value);
            if (constant.TypeCode != ConstantTypeCode.String) continue;

            // ECMA-335 section II.22.9: a constant string is little-endian UTF-16 without a length prefix.
            return Encoding.Unicode.GetString(metadata.GetBlobBytes(constant.Value));
        }

        return null;
    }
}
